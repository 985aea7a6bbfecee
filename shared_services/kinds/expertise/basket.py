"""Hours with experts that are free within some days, and booking one from a basket."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.basketing import Asked as AskedFor
from shared_services.booking.basketing import Basketing, Choice, Free, Sought
from shared_services.booking.models import Booking
from shared_services.booking.operations import use_kept
from shared_services.catalogue.search import answering
from shared_services.core.errors import NotFound
from shared_services.core.i18n import _l
from shared_services.core.local_time import to_local, to_utc

from . import queries
from .asking import read_start, say_start
from .availability.free import bounds, holidays_of
from .availability.queries import known_of
from .availability.slots import Asked, Known, free_starts, slot_at
from .models import WAYS, Expert, ExpertOffer, Way
from .operations import Wished, book_appointment

SORT = "experts"
MOST_CHOICES = 6
MIDNIGHT = time(0)


def find_free(db: Session, sought: Sought, *, now: datetime) -> list[Free]:
    """The experts who have an hour free within those days and hours, the first ones of each; four statements.

    Only from a distance: how long an expert travels depends on who asks.
    """
    if SORT not in sought.sorts or sought.units > 1:
        return []
    experts = [
        expert
        for expert in queries.list_experts_answering(db, answering(sought.where))
        if _way(expert.expert_offer) is not None
    ]
    if not experts:
        return []
    asked = {expert.id: _ask(expert.expert_offer, sought, now=now) for expert in experts}
    known = known_of(
        db,
        sorted({expert.person_id for expert in experts}),
        earliest=min(one.earliest for one in asked.values()),
        latest=max(one.latest for one in asked.values()),
    )
    found = []
    for expert in experts:
        choices = _choices(expert, known[expert.person_id], asked[expert.id], sought)
        if choices:
            found.append(_free(expert, choices))
    return found


def _way(offer: ExpertOffer) -> Way | None:
    return next((way for way in offer.offered_ways if way != Way.ON_SITE), None)


def _ask(offer: ExpertOffer, sought: Sought, *, now: datetime) -> Asked:
    """The shortest appointment of the offer, within its own bounds and the days that are asked for."""
    earliest, latest = bounds(offer, now=now)
    zone = offer.hub.time_zone
    earliest = max(earliest, to_utc(sought.first, MIDNIGHT, zone))
    latest = min(latest, to_utc(sought.last + timedelta(days=1), MIDNIGHT, zone))
    return _asked(offer, offer.minutes[0], earliest, latest)


def _asked(offer: ExpertOffer, minutes: int, earliest: datetime, latest: datetime) -> Asked:
    return Asked(
        minutes=minutes,
        before=offer.buffer_before,
        after=offer.buffer_after,
        earliest=earliest,
        latest=latest,
        holidays=holidays_of(offer, earliest, latest) if earliest <= latest else frozenset(),
    )


def _choices(expert: Expert, known: Known, asked: Asked, sought: Sought) -> tuple[Choice, ...]:
    zone, offer = expert.expert_offer.hub.time_zone, expert.expert_offer
    found: list[Choice] = []
    for start in free_starts(known, asked) if asked.earliest <= asked.latest else ():
        end = start + timedelta(minutes=offer.minutes[0])
        if sought.is_within(to_local(start, zone), to_local(end, zone)):
            found.append(
                Choice(
                    starts_at=start,
                    ends_at=end,
                    slots=asked.slots(slot_at(start)),
                    given={"at": say_start(start), "minutes": str(offer.minutes[0])},
                )
            )
        if len(found) == MOST_CHOICES:
            break
    return tuple(found)


def _free(expert: Expert, choices: Sequence[Choice]) -> Free:
    offer = expert.expert_offer
    way = _way(offer) or Way.REMOTE
    return Free(
        sort=SORT,
        bookable=expert,
        title=f"{offer.title} · {expert.person.name}",
        place=str(WAYS[way]),
        left=1,
        endpoint="expertise.show_offer",
        values={"offer_id": offer.id, "expert": expert.id},
        choices=tuple(choices),
    )


def book(db: Session, asked: AskedFor, *, person: Person, now: datetime) -> Booking:
    """An appointment from a distance; see book_appointment for what refuses it.

    What her basket keeps of that hour is hers to take. Raises NotFound without a start.
    """
    expert = queries.get_expert(db, asked.bookable_id)
    offer = queries.get_offer(db, expert.expert_offer_id)
    start, minutes, way = read_start(asked.given.get("at", "")), asked.given.get("minutes", ""), _way(offer)
    if start is None or way is None or not minutes.isdecimal() or int(minutes) not in offer.minutes:
        raise NotFound
    use_kept(db, expert, person.id, _asked(offer, int(minutes), start, start).slots(slot_at(start)))
    return book_appointment(
        db,
        offer.id,
        Wished(
            start=start,
            minutes=int(minutes),
            way=way,
            topic="",
            expert_id=expert.id,
            organisation_id=asked.organisation_id,
        ),
        person=person,
        by=person,
        despite_overlap=asked.despite_overlap,
        now=now,
    )


BASKET = Basketing(sorts={SORT: _l("Experts")}, find=find_free, book=book)

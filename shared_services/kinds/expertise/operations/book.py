"""Who gets an appointment, with whom: the kind's own rules, before the engine takes the time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking import operations as booking
from shared_services.booking.audience import choose_organisation, eligible_organisations
from shared_services.booking.errors import AlreadyBooked, Full, NotAColleague
from shared_services.booking.models import Booking
from shared_services.booking.overlaps import check_overlaps
from shared_services.booking.periods import Period
from shared_services.booking.queries import lock_bookables
from shared_services.core.errors import Forbidden
from shared_services.network.models import Organisation
from shared_services.network.queries import is_referent, list_people_of

from .. import queries
from ..availability.free import Choice, around, ask, bounds, free_of, period_of
from ..availability.slots import Asked
from ..errors import ExpertNotPublished, NoSuchExpert, SlotPassed, SlotTaken
from ..fairness import LOOKED_BACK, whose_turn
from ..models import Appointment, Expert, ExpertOffer, Way
from .rules import check_organisation_most, place_of


@dataclass(frozen=True, kw_only=True)
class Wished:
    """What somebody asks for. `expert_id` None is any of the experts, whose turn it is."""

    start: datetime
    minutes: int
    way: Way
    topic: str
    expert_id: int | None = None
    organisation_id: int | None = None


def book_appointment(
    db: Session,
    offer_id: int,
    wished: Wished,
    *,
    person: Person,
    by: Person,
    despite_overlap: bool = False,
    now: datetime,
) -> Booking:
    """An appointment at a free slot of the offer; its time is taken over all hubs.

    Raises ExpertNotPublished, NoSuchExpert, AlreadyBooked, SlotPassed, SlotTaken, UnknownDuration,
    UnknownWay, NotSoFar, OrganisationHasEnough, Overlapping unless `despite_overlap`, what
    `choose_organisation` and booking.reserve raise.
    """
    offer, experts = lock_offer_time(db, offer_id, wished.expert_id)
    _refuse_twice(db, offer, person, wished.start, now=now)
    organisation = _organisation(db, experts[0], person, wished.organisation_id)
    choice = Choice(minutes=wished.minutes, way=wished.way, organisation=organisation)
    asked = ask(db, offer, choice, now=now)
    expert = choose_expert(db, offer, experts, asked, wished.start, now=now)
    period = period_of(offer, asked, wished.start)
    check_organisation_most(db, offer, organisation, period, now=now)
    if not despite_overlap:
        check_overlaps(db, expert, person.id, period=period)
    booked = _reserve(db, expert, period, organisation, person=person, by=by, now=now)
    db.flush()  # the appointment needs the number of its booking
    place = place_of(organisation) if wished.way == Way.ON_SITE else ""
    db.add(
        Appointment(
            booking_id=booked.id, minutes=wished.minutes, way=wished.way, place=place, topic=wished.topic
        )
    )
    _forget_wish(db, offer, person)
    return booked


def book_for_colleague(
    db: Session, offer_id: int, wished: Wished, *, colleague_id: int, by: Person, **how: Any
) -> Booking:
    """A referent books for somebody of her organisation; `how` is the rest of what book_appointment takes.

    Raises Forbidden when she is not its referent, NotAColleague, and what book_appointment raises.
    """
    if wished.organisation_id is None or not is_referent(db, by.id, wished.organisation_id):
        raise Forbidden
    colleagues = {person.id: person for person in list_people_of(db, wished.organisation_id)}
    if colleague_id not in colleagues:
        raise NotAColleague
    return book_appointment(db, offer_id, wished, person=colleagues[colleague_id], by=by, **how)


def lock_offer_time(db: Session, offer_id: int, expert_id: int | None) -> tuple[ExpertOffer, list[Expert]]:
    """The offer and who may be asked for, locked: bookings of a pool take turns.

    Raises NotFound, ExpertNotPublished, NoSuchExpert.
    """
    offer = queries.get_offer(db, offer_id)
    if not queries.is_published(db, offer_id):
        raise ExpertNotPublished
    lock_bookables(db, [expert.id for expert in queries.list_experts_of(db, [offer_id])])
    experts = queries.list_experts_of(db, [offer_id])
    if expert_id is not None:
        experts = [expert for expert in experts if expert.id == expert_id]
    elif not offer.is_pool:
        experts = experts[:1] if len(experts) == 1 else []
    if not experts:
        raise NoSuchExpert
    return offer, experts


def choose_expert(
    db: Session,
    offer: ExpertOffer,
    experts: list[Expert],
    asked: Asked,
    start: datetime,
    *,
    but: Booking | None = None,
    now: datetime,
) -> Expert:
    """Who is free at that start, and whose turn it is. Raises SlotPassed, SlotTaken."""
    earliest, latest = bounds(offer, now=now)
    if start < earliest:
        raise SlotPassed
    if start > latest:
        raise SlotTaken
    free = free_of(db, experts, around(asked, start), but=but).get(start, [])
    if not free:
        raise SlotTaken
    if len(free) == 1:
        return free[0]
    booked = queries.minutes_booked(db, [expert.id for expert in free], since=now - LOOKED_BACK)
    return whose_turn(free, booked)


def _reserve(
    db: Session,
    expert: Expert,
    period: Period,
    organisation: Organisation | None,
    *,
    person: Person,
    by: Person,
    now: datetime,
) -> Booking:
    """Nobody waits for an hour that is taken: another one is chosen, or told when it opens."""
    try:
        return booking.reserve(
            db,
            expert.id,
            person=person,
            by=by,
            organisation_id=organisation.id if organisation else None,
            period=period,
            join_waiting_list=False,
            now=now,
        )
    except Full:
        raise SlotTaken from None


def _refuse_twice(db: Session, offer: ExpertOffer, person: Person, start: datetime, *, now: datetime) -> None:
    """Raises AlreadyBooked for a request that was sent twice."""
    for live in queries.list_mine_of(db, offer.id, person.id, now=now):
        if live.starts_at == start:
            raise AlreadyBooked(reference=live.reference)


def _organisation(db: Session, expert: Expert, person: Person, wanted: int | None) -> Organisation | None:
    """For whom she comes; every expert of an offer is for the same people."""
    eligible = eligible_organisations(db, expert, person)
    chosen = choose_organisation(expert, eligible, wanted)
    return next((one for one in eligible if one.id == chosen), None)


def _forget_wish(db: Session, offer: ExpertOffer, person: Person) -> None:
    wish = queries.find_wish(db, offer.id, person.id)
    if wish is not None:
        db.delete(wish)

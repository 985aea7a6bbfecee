"""Free slots of experts for one wish: what is asked, read once, worked out by `slots`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from shared_services.booking.models import Booking
from shared_services.booking.periods import Period
from shared_services.core.local_time import to_local
from shared_services.core.public_holidays import name_of_holiday
from shared_services.network.models import Organisation

from .. import queries
from ..errors import NotSoFar, UnknownDuration, UnknownWay
from ..models import Expert, ExpertOffer, Way
from .queries import known_of
from .slots import Asked, free_starts, slot_at


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What somebody chose of an offer; `organisation` is for whom she comes."""

    minutes: int
    way: Way
    organisation: Organisation | None = None


def ask(db: Session, offer: ExpertOffer, choice: Choice, *, now: datetime) -> Asked:
    """What an appointment takes and when it may begin, by the rules of the offer and today's date.

    Raises UnknownDuration, UnknownWay, NotSoFar.
    """
    if choice.minutes not in offer.minutes:
        raise UnknownDuration
    if choice.way not in offer.offered_ways:
        raise UnknownWay
    travel = _travel(db, offer, choice)
    earliest, latest = bounds(offer, now=now)
    return Asked(
        minutes=choice.minutes,
        before=offer.buffer_before + travel,
        after=offer.buffer_after + travel,
        earliest=earliest,
        latest=latest,
        holidays=holidays_of(offer, earliest, latest),
    )


def bounds(offer: ExpertOffer, *, now: datetime) -> tuple[datetime, datetime]:
    """Between which instants an appointment asked for now may begin."""
    # A microsecond more: at the notice itself it is closed, as everywhere in the house.
    earliest = now + timedelta(hours=offer.notice_hours, microseconds=1)
    return earliest, now + timedelta(days=offer.horizon_days)


def _travel(db: Session, offer: ExpertOffer, choice: Choice) -> int:
    """Minutes of the way there, and as many back."""
    if choice.way != Way.ON_SITE:
        return 0
    if choice.organisation is None:
        raise NotSoFar
    minutes = queries.travel_minutes(db, offer.id, choice.organisation.departement_code)
    if minutes is None:
        raise NotSoFar
    return minutes


def holidays_of(offer: ExpertOffer, earliest: datetime, latest: datetime) -> frozenset[date]:
    """Public holidays of the place, which is where the hub is; its départements are loaded."""
    codes = [departement.code for departement in offer.hub.departements]
    first = earliest.date() - timedelta(days=1)
    days = (first + timedelta(days=number) for number in range((latest - earliest).days + 4))
    return frozenset(day for day in days if name_of_holiday(day, codes))


def free_of(
    db: Session, experts: Sequence[Expert], asked: Asked, *, but: Booking | None = None
) -> dict[datetime, list[Expert]]:
    """Each free start, the soonest first, and who is free then; three statements for any number of them.

    What the booking `but` takes counts as free: it is about to move.
    """
    known = known_of(
        db, [expert.person_id for expert in experts], earliest=asked.earliest, latest=asked.latest
    )
    found: dict[datetime, list[Expert]] = {}
    for expert in experts:
        hers = known[expert.person_id]
        if but is not None and but.bookable_id == expert.id:
            hers = replace(hers, taken=hers.taken - frozenset(but.slots))
        for start in free_starts(hers, asked):
            found.setdefault(start, []).append(expert)
    return dict(sorted(found.items()))


def around(asked: Asked, start: datetime) -> Asked:
    """The same wish for that one start."""
    return replace(asked, earliest=max(asked.earliest, start), latest=min(asked.latest, start))


def period_of(offer: ExpertOffer, asked: Asked, start: datetime) -> Period:
    """What an appointment takes and what people are told; she cancels alone until the hub's cut-off."""
    return Period(
        slots=asked.slots(slot_at(start)),
        starts_at=start,
        ends_at=start + timedelta(minutes=asked.minutes),
        closes_at=start - timedelta(hours=offer.notice_hours),
        cancel_until=start - timedelta(hours=offer.hub.cancel_hours),
    )


def by_day(starts: Sequence[datetime], zone: str) -> dict[date, list[datetime]]:
    """Starts under the days of that clock."""
    days: dict[date, list[datetime]] = {}
    for start in starts:
        days.setdefault(to_local(start, zone).date(), []).append(start)
    return days

"""Two places at the same hour: a warning with the choice, never a refusal without a way on.

One person, one agenda, whatever the kinds. Each kind says whether its bookings occupy her: a session or
an appointment does; a loan does not, since somebody else may fetch the kit, at an hour that is agreed on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from .errors import Overlapping
from .facts import Facts, describe_all, during, kinds_that_occupy
from .models import Bookable, Booking, BookingStatus
from .periods import Period

WITH_A_PLACE = (BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.OFFERED)


@dataclass(frozen=True)
class Clash:
    """A person's other booking, and the period of it that meets ours (aware UTC)."""

    booking: Booking
    facts: Facts
    starts_at: datetime
    ends_at: datetime


def find_clashes(
    db: Session, bookable: Bookable, person_ids: Sequence[int], *, period: Period | None = None
) -> dict[int, list[Clash]]:
    """The places those people hold at the hours of this bookable, by person; moment by moment.

    What does not occupy a person, such as a loan, meets nothing. Two statements and those of the kinds,
    whatever the number of people.
    """
    period = period or bookable.period
    if period.starts_at is None or period.ends_at is None or not occupies(bookable):
        return {}
    near = list(db.scalars(_places(person_ids, period.starts_at, period.ends_at, bookable.id)))
    if not near:
        return {}
    told = describe_all(db, [(b.kind, b.id) for b in (bookable, *(booking.bookable for booking in near))])
    ours = during(told[bookable.id], bookable, period.starts_at, period.ends_at)
    clashes: dict[int, list[Clash]] = {}
    for booking in near:
        facts = during(told[booking.bookable_id], booking.bookable, booking.starts_at, booking.ends_at)
        met = first_meeting(facts, ours)
        if met is not None:
            clashes.setdefault(booking.person_id, []).append(Clash(booking, facts, *met))
    return clashes


def check_overlaps(
    db: Session,
    bookable: Bookable,
    person_id: int,
    *,
    period: Period | None = None,
    except_for: int | None = None,
) -> None:
    """Raises Overlapping when the person holds another place then, other than booking `except_for`."""
    for clash in find_clashes(db, bookable, [person_id], period=period).get(person_id, []):
        if clash.booking.id != except_for:
            raise Overlapping(title=clash.facts.title, reference=clash.booking.reference)


def occupies(bookable: Bookable) -> bool:
    """Whether who books it is there, and nowhere else."""
    return bookable.kind in kinds_that_occupy()


def list_places_between(db: Session, person_id: int, first: datetime, last: datetime) -> list[Booking]:
    """The places that occupy a person at some moment of that time, with what they are of."""
    return list(db.scalars(_places([person_id], first, last)))


def _places(
    person_ids: Sequence[int], first: datetime, last: datetime, except_for: int = 0
) -> Select[Booking]:
    """Other than those of the bookable `except_for`."""
    return (
        select(Booking)
        .join(Booking.bookable)
        .where(
            Booking.person_id.in_(person_ids),
            Booking.status.in_(WITH_A_PLACE),
            Bookable.id != except_for,
            Bookable.kind.in_(kinds_that_occupy()),
            Booking.starts_at < last,
            Booking.ends_at > first,
        )
        .options(joinedload(Booking.bookable))
        .order_by(Booking.starts_at, Booking.id)
    )


def first_meeting(one: Facts, other: Facts) -> tuple[datetime, datetime] | None:
    """The first period of `one` that meets a period of `other`."""
    for start, end in one.periods:
        if any(start < other_end and other_start < end for other_start, other_end in other.periods):
            return start, end
    return None

"""Two places at the same hour: a warning with the choice, never a refusal without a way on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from .errors import Overlapping
from .facts import Facts, describe_all
from .models import Bookable, Booking, BookingStatus

WITH_A_PLACE = (BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.OFFERED)


@dataclass(frozen=True)
class Clash:
    """A person's other booking, and the period of it that meets ours (aware UTC)."""

    booking: Booking
    facts: Facts
    starts_at: datetime
    ends_at: datetime


def find_clashes(db: Session, bookable: Bookable, person_ids: Sequence[int]) -> dict[int, list[Clash]]:
    """The places those people hold at the hours of this bookable, by person; period by period.

    Three statements and those of the kinds, whatever the number of people.
    """
    if bookable.starts_at is None:
        return {}
    near = list(
        db.scalars(
            select(Booking)
            .join(Booking.bookable)
            .where(
                Booking.person_id.in_(person_ids),
                Booking.status.in_(WITH_A_PLACE),
                Bookable.id != bookable.id,
                Bookable.starts_at < bookable.ends_at,
                Bookable.ends_at > bookable.starts_at,
            )
            .options(joinedload(Booking.bookable))
            .order_by(Bookable.starts_at, Booking.id)
        )
    )
    if not near:
        return {}
    told = describe_all(db, [(b.kind, b.id) for b in (bookable, *(booking.bookable for booking in near))])
    clashes: dict[int, list[Clash]] = {}
    for booking in near:
        facts = told[booking.bookable_id]
        met = _first_meeting(facts, told[bookable.id])
        if met is not None:
            clashes.setdefault(booking.person_id, []).append(Clash(booking, facts, *met))
    return clashes


def check_overlaps(db: Session, bookable: Bookable, person_id: int, *, except_for: int | None = None) -> None:
    """Raises Overlapping when the person holds another place then, other than booking `except_for`."""
    for clash in find_clashes(db, bookable, [person_id]).get(person_id, []):
        if clash.booking.id != except_for:
            raise Overlapping(title=clash.facts.title, reference=clash.booking.reference)


def _first_meeting(one: Facts, other: Facts) -> tuple[datetime, datetime] | None:
    """The first period of `one` that meets a period of `other`."""
    for start, end in one.periods:
        if any(start < other_end and other_start < end for other_start, other_end in other.periods):
            return start, end
    return None

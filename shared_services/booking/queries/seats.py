"""How many places a date has, how many are taken, for whom some are kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from shared_services.core.errors import existing

from ..models import Bookable, Booking, BookingStatus, CapacitySlot, KeptSeats


@dataclass(frozen=True)
class Seats:
    """Places of a bookable with one slot: how many, how many taken, how many people wait.

    `confirmed` are those whose place is certain: a minimum is about them alone.
    """

    capacity: int
    taken: int
    waiting: int
    confirmed: int = 0
    minimum: int | None = None

    @property
    def left(self) -> int:
        return max(0, self.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        """Full for a newcomer: nobody overtakes those who wait."""
        return self.left == 0 or self.waiting > 0

    @property
    def is_thin(self) -> bool:
        """Fewer than the minimum of people, or less than a third of the places taken where there is none."""
        return self.confirmed < self.minimum if self.minimum else self.taken * 3 < self.capacity


def seats_of(db: Session, bookable_ids: Sequence[int]) -> dict[int, Seats]:
    """Places left of bookables with one slot; two statements whatever their number."""
    rows = db.execute(
        select(
            Bookable.id,
            Bookable.capacity,
            func.coalesce(func.max(CapacitySlot.taken), 0),
            Bookable.minimum,
        )
        .outerjoin(CapacitySlot, CapacitySlot.bookable_id == Bookable.id)
        .where(Bookable.id.in_(bookable_ids))
        .group_by(Bookable.id, Bookable.capacity, Bookable.minimum)
    ).all()
    is_waiting, is_in = (
        Booking.status == status for status in (BookingStatus.WAITLISTED, BookingStatus.CONFIRMED)
    )
    people = {
        bookable_id: (waiting, confirmed)
        for bookable_id, waiting, confirmed in db.execute(
            select(
                Booking.bookable_id,
                func.count(case((is_waiting, 1))),
                func.coalesce(func.sum(case((is_in, Booking.units))), 0),
            )
            .where(Booking.bookable_id.in_(bookable_ids), or_(is_waiting, is_in))
            .group_by(Booking.bookable_id)
        )
    }
    return {
        bookable_id: Seats(capacity, taken, *people.get(bookable_id, (0, 0)), minimum)
        for bookable_id, capacity, taken, minimum in rows
    }


def count_confirmed(db: Session, bookable_id: int) -> int:
    """How many units are confirmed: what a minimum of people is about."""
    confirmed = select(func.coalesce(func.sum(Booking.units), 0)).where(
        Booking.bookable_id == bookable_id, Booking.status == BookingStatus.CONFIRMED
    )
    return db.scalar(confirmed) or 0


def get_kept_seats(db: Session, kept_id: int) -> KeptSeats:
    """Raises NotFound."""
    return existing(db.get(KeptSeats, kept_id))

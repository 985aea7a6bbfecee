"""What the verbs lock before they change anything, in one order."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared_services.core.errors import NotFound, existing

from ..models import Bookable, Booking, BookingGroup
from .bookings import reread_booking


def lock_bookables(db: Session, bookable_ids: Iterable[int]) -> dict[int, Bookable]:
    """Lock the rows in id order and read them again. Raises NotFound when one is missing.

    On SQLite the write transaction itself is the lock (BEGIN IMMEDIATE).
    """
    wanted = sorted(set(bookable_ids))
    statement = (
        select(Bookable)
        .where(Bookable.id.in_(wanted))
        .order_by(Bookable.id)
        .with_for_update(of=Bookable)
        .execution_options(populate_existing=True)
    )
    found = {bookable.id: bookable for bookable in db.scalars(statement)}
    if len(found) != len(wanted):
        raise NotFound
    return found


def lock_booking(db: Session, booking_id: int) -> tuple[Booking, Bookable]:
    """Lock the bookable of a booking, then read the booking again. Raises NotFound."""
    bookable_id = get_bookable_id(db, booking_id)
    bookable = lock_bookables(db, [bookable_id])[bookable_id]
    booking = reread_booking(db, booking_id)
    # Between the two reads somebody may have moved it to another bookable.
    return (booking, bookable) if booking.bookable_id == bookable_id else lock_booking(db, booking_id)


def get_bookable_id(db: Session, booking_id: int) -> int:
    """Raises NotFound."""
    return existing(db.scalar(select(Booking.bookable_id).where(Booking.id == booking_id)))


def get_group(db: Session, group_id: int) -> tuple[BookingGroup, Bookable]:
    """A group and what it booked. Raises NotFound."""
    found = existing(
        db.execute(
            select(BookingGroup, Bookable)
            .join(Bookable, Bookable.id == BookingGroup.bookable_id)
            .where(BookingGroup.id == group_id)
        ).first()
    )
    return found[0], found[1]

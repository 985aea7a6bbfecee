"""Answering an offered place."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from .. import messages, moves, queries
from ..errors import PlaceNoLongerOffered
from ..models import Bookable, Booking, BookingStatus, CancelledBy
from .promote import give_place, promote_next
from .reserve import is_closed


def accept(db: Session, booking_id: int, *, by: Person, now: datetime, tells_person: bool = True) -> Booking:
    """Keep the offered place, or those of the whole group; the hub is asked when it must agree.

    Accepting twice changes nothing. Raises PlaceNoLongerOffered past the deadline, even before the
    scheduler has seen it.
    """
    booking, bookable = queries.lock_booking(db, booking_id)
    if booking.status in (BookingStatus.CONFIRMED, BookingStatus.PENDING):
        return booking
    _check_offered(booking, bookable, now)
    for answered in _answered_together(db, booking):
        give_place(db, answered, bookable, by=by, now=now)
        messages.post_status(db, answered, bookable, now=now, tells_person=tells_person)
    return booking


def decline(db: Session, booking_id: int, *, by: Person, now: datetime) -> Booking:
    """Leave the offered place, or those of the whole group, to the next in line.

    Raises PlaceNoLongerOffered.
    """
    booking, bookable = queries.lock_booking(db, booking_id)
    _check_offered(booking, bookable, now)
    for answered in _answered_together(db, booking):
        moves.move(
            db,
            answered,
            bookable,
            BookingStatus.CANCELLED,
            by=by,
            now=now,
            cancelled_by=CancelledBy.PARTICIPANT,
        )
        messages.post_status(db, answered, bookable, now=now)
    promote_next(db, bookable, now=now)
    return booking


def _answered_together(db: Session, booking: Booking) -> list[Booking]:
    """The offered places that one answer is about."""
    if not booking.stays_together or booking.group_id is None:
        return [booking]
    group = queries.list_of_group(db, booking.group_id)
    return [member for member in group if member.status == BookingStatus.OFFERED]


def _check_offered(booking: Booking, bookable: Bookable, now: datetime) -> None:
    expired = booking.expires_at is None or now >= booking.expires_at
    if booking.status != BookingStatus.OFFERED or expired or is_closed(bookable, booking.period, now):
        raise PlaceNoLongerOffered

"""The hub's answer to a request."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from .. import messages, moves, queries
from ..models import Booking, BookingStatus
from .promote import promote_next


def approve(db: Session, booking_id: int, *, by: Person, now: datetime) -> Booking:
    """Confirm a pending booking; its units were held since it was asked. Raises IllegalMove."""
    booking, bookable = queries.lock_booking(db, booking_id)
    moves.check_status(booking, BookingStatus.PENDING)
    moves.move(db, booking, bookable, BookingStatus.CONFIRMED, by=by, now=now)
    booking.approved_at = now
    messages.post_status(db, booking, bookable, now=now)
    return booking


def refuse(db: Session, booking_id: int, *, by: Person, reason: str, now: datetime) -> Booking:
    """Refuse a pending or waiting request, with a reason; the next in line gets the units.

    Raises IllegalMove.
    """
    booking, bookable = queries.lock_booking(db, booking_id)
    moves.move(db, booking, bookable, BookingStatus.REFUSED, by=by, now=now, reason=reason)
    messages.post_status(db, booking, bookable, now=now)
    promote_next(db, bookable, now=now)
    return booking

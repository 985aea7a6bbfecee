"""What the page of one booking needs, read in a constant number of statements."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.core.audit import AuditEntry

from . import queries
from .facts import Facts, describe_all
from .models import Bookable, Booking, BookingStatus
from .waiting import find_rank


@dataclass(frozen=True)
class BookingPage:
    """One booking, what it is for, its rank and history, and what can still be done."""

    booking: Booking
    bookable: Bookable
    facts: Facts
    rank: int | None
    history: list[AuditEntry]
    can_cancel: bool
    can_answer: bool


def booking_page(db: Session, reference: str, *, now: datetime) -> BookingPage:
    """Raises NotFound."""
    booking = queries.get_booking(db, reference)
    bookable = booking.bookable
    late = bookable.cancel_until is not None and now > bookable.cancel_until
    waits = booking.status == BookingStatus.WAITLISTED
    return BookingPage(
        booking=booking,
        bookable=bookable,
        facts=describe_all(db, [(bookable.kind, bookable.id)])[bookable.id],
        rank=find_rank(db, booking, bookable),
        history=queries.list_history(db, booking.id),
        can_cancel=booking.is_live and booking.status != BookingStatus.OFFERED and (waits or not late),
        can_answer=booking.status == BookingStatus.OFFERED
        and booking.expires_at is not None
        and now < booking.expires_at,
    )

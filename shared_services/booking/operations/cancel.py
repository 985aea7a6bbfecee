"""Giving a place up, or losing it."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from .. import messages, moves, presence, queries
from ..errors import TooLateToCancel
from ..facts import check_cancel
from ..models import Booking, BookingStatus, CancelledBy
from ..waiting import find_rank
from .promote import promote_next
from .reserve import is_closed


def cancel(
    db: Session,
    booking_id: int,
    *,
    by: Person | None,
    cancelled_by: CancelledBy,
    now: datetime,
    reason: str = "",
) -> Booking:
    """Cancel a live booking and offer its units to the next in line.

    A participant, or her referent, may leave the waiting list at any time, but a place only until
    `cancel_until`.
    Raises TooLateToCancel, IllegalMove, and what its kind or its sheet says when it cannot be cancelled.
    """
    booking, bookable = queries.lock_booking(db, booking_id)
    holds_place = booking.status in (BookingStatus.CONFIRMED, BookingStatus.PENDING)
    too_late = is_too_late(booking, now)
    if cancelled_by == CancelledBy.PARTICIPANT and holds_place and too_late:
        raise TooLateToCancel
    check_cancel(db, booking, bookable)
    presence.check_leaves(db, booking)
    moves.move(
        db,
        booking,
        bookable,
        BookingStatus.CANCELLED,
        by=by,
        now=now,
        reason=reason,
        cancelled_by=cancelled_by,
    )
    by_another = by is not None and by.id != booking.person_id
    messages.post_status(db, booking, bookable, now=now, by=by if by_another else None)
    promote_next(db, bookable, now=now)
    return booking


def is_too_late(booking: Booking, now: datetime) -> bool:
    """Past the cut-off, unless the hub moved her lately."""
    if booking.free_until is not None and now <= booking.free_until:
        return False
    return booking.cancel_until is not None and now > booking.cancel_until


def expire_place(db: Session, booking_id: int, *, now: datetime) -> bool:
    """Take back a place whose deadline has passed, or a rank that has become vain; pass it on.

    False when somebody answered meanwhile.
    """
    booking, bookable = queries.lock_booking(db, booking_id)
    expired = booking.expires_at is not None and booking.expires_at <= now
    in_vain = booking.status == BookingStatus.WAITLISTED and is_closed(bookable, booking.period, now)
    if not expired and not in_vain:
        return False
    rank = find_rank(db, booking, bookable)
    moves.move(
        db,
        booking,
        bookable,
        BookingStatus.CANCELLED,
        by=None,
        now=now,
        cancelled_by=CancelledBy.DEADLINE,
        details={"rank": rank} if rank else None,
    )
    messages.post_status(db, booking, bookable, now=now)
    promote_next(db, bookable, now=now)
    return True

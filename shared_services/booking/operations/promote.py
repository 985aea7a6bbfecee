"""Offering what is free to those who wait, in the operation that freed it."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from .. import ledger, messages, moves
from ..deadlines import approval_deadline, offer_deadline
from ..models import Bookable, Booking, BookingStatus
from ..waiting import list_waiting


def promote_next(db: Session, bookable: Bookable, *, now: datetime) -> None:
    """Offer the free units of a locked bookable, in the order of its rule, to everybody they are enough for.

    Nobody overtakes: who does not fit keeps those behind from the same slots. Nobody is promoted
    from the closing time on.
    """
    if bookable.is_over(now):
        return
    kept: list[range] = []
    for booking in list_waiting(db, bookable):
        overtakes = any(_overlap(booking.slots, slots) for slots in kept)
        if overtakes or ledger.units_left(db, bookable, booking.slots) < booking.units:
            kept.append(booking.slots)
            continue
        _promote(db, booking, bookable, now=now)


def give_place(
    db: Session,
    booking: Booking,
    bookable: Bookable,
    *,
    by: Person | None,
    now: datetime,
) -> None:
    """Confirm, or ask the hub when it has not agreed yet."""
    needs_approval = bookable.needs_approval and booking.approved_at is None
    moves.move(
        db,
        booking,
        bookable,
        BookingStatus.PENDING if needs_approval else BookingStatus.CONFIRMED,
        by=by,
        now=now,
        expires_at=approval_deadline(bookable, now) if needs_approval else None,
    )


def _promote(db: Session, booking: Booking, bookable: Bookable, *, now: datetime) -> None:
    deadline = offer_deadline(bookable, now)
    if deadline is None:
        give_place(db, booking, bookable, by=None, now=now)
    else:
        moves.move(
            db,
            booking,
            bookable,
            BookingStatus.OFFERED,
            by=None,
            now=now,
            expires_at=deadline,
        )
    messages.post_status(db, booking, bookable, now=now)


def _overlap(one: range, other: range) -> bool:
    return one[0] <= other[-1] and other[0] <= one[-1]

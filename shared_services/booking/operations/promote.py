"""Offering what is free to those who wait, in the operation that freed it."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from .. import ledger, line, messages, moves
from ..deadlines import approval_deadline, offer_deadline
from ..models import Bookable, Booking, BookingStatus
from ..no_shows import counting as no_shows
from ..sharing import quotas
from ..waiting import Turn, list_turns


def promote_next(db: Session, bookable: Bookable, *, now: datetime) -> int:
    """Offer the free units of a locked bookable, in the order of its rule; how many turns came.

    Nobody overtakes: who does not fit keeps those behind from the same slots. Two exceptions, told to
    those they touch: a group that insists on coming together, and who may not be served today (her
    organisation's share, a quota), let the next one pass. Nobody is promoted from the closing time on:
    the bookable's, or that of the period she waits for.
    """
    if bookable.is_over(now):
        return 0
    turns = list_turns(db, bookable)
    if turns:
        quotas.lock_takers(db, [person_id for turn in turns for person_id in turn.person_ids], None)
    kept: list[range] = []
    came = 0
    for turn in turns:
        if turn.period.is_closed(now) or any(line.overlap(turn.slots, slots) for slots in kept):
            continue
        left = ledger.units_left(db, bookable, turn.slots)
        if left <= 0 and len(turn.slots) == 1:  # nobody behind could have it either: no need to ask why
            kept.append(turn.slots)
        elif left < turn.units:
            if turn.holds_others_up and line.what_bars(db, bookable, turn, now=now) is None:
                kept.append(turn.slots)
        elif line.what_bars(db, bookable, turn, now=now) is None:
            _promote(db, turn, bookable, now=now)
            came += 1
    return came


def give_place(
    db: Session,
    booking: Booking,
    bookable: Bookable,
    *,
    by: Person | None,
    now: datetime,
) -> None:
    """Confirm, or ask the hub when it has not agreed yet."""
    needs_approval = booking.approved_at is None and (
        bookable.needs_approval
        or bool(no_shows.who_needs_approval(db, bookable, [booking.person_id], now=now))
    )
    moves.move(
        db,
        booking,
        bookable,
        BookingStatus.PENDING if needs_approval else BookingStatus.CONFIRMED,
        by=by,
        now=now,
        expires_at=approval_deadline(booking.period, now) if needs_approval else None,
    )


def _promote(db: Session, turn: Turn, bookable: Bookable, *, now: datetime) -> None:
    deadline = offer_deadline(turn.period, now)
    for booking in turn.bookings:
        if deadline is None:
            give_place(db, booking, bookable, by=None, now=now)
        else:
            moves.move(db, booking, bookable, BookingStatus.OFFERED, by=None, now=now, expires_at=deadline)
    if turn.bookings[0].stays_together and deadline is not None:
        messages.post_group_offered(db, turn.bookings, now=now)
        return
    for booking in turn.bookings:
        messages.post_status(db, booking, bookable, now=now)

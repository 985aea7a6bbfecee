"""What changes for everybody: capacity, dates, cancelling, the end."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from .. import ledger, messages, moves, presence, queries
from ..errors import BookingClosed, CapacityBelowMinimum, UnitsInUse
from ..models import Bookable, BookableStatus, BookingStatus, CancelledBy
from .holds import release_holds
from .promote import promote_next

# How long ago something may have ended for its bookings to be looked at again.
LOOK_BACK = timedelta(days=1)


def change_capacity(
    db: Session, bookable_id: int, capacity: int, *, by: Person, now: datetime, since: int = 0
) -> Bookable:
    """Set the number of places, tell everybody, and offer what became free.

    `since`: the slot of today, for what is lent day after day; what was taken before stays as it was.
    Raises CapacityBelowTaken, naming how many bookings stand in the way; CapacityBelowMinimum;
    BookingClosed when over.
    """
    bookable = _lock_scheduled(db, bookable_id)
    before = bookable.capacity
    if before == capacity:
        return bookable
    if bookable.is_undecided and capacity < (bookable.minimum or 0):
        raise CapacityBelowMinimum(minimum=bookable.minimum)
    ledger.resize(db, bookable, capacity, since=since)
    bookable.sequence += 1
    audit.record(
        db,
        bookable,
        "capacity_changed",
        by=by,
        now=now,
        details={"from": before, "to": capacity},
    )
    messages.post_to_all(
        db,
        "capacity_changed",
        bookable,
        now=now,
        extra={"before": before, "after": capacity},
    )
    promote_next(db, bookable, now=now)
    return bookable


def put_out_of_service(
    db: Session, bookable_id: int, slots: Sequence[int], units: int, *, by: Person, reason: str, now: datetime
) -> Bookable:
    """From now on so many units, instead of as many as before, are out of service in those slots.

    What is back is offered. Raises UnitsInUse, naming the bookings in the way; BookingClosed when over.
    """
    bookable = _lock_scheduled(db, bookable_id)
    in_the_way = ledger.put_out_of_service(db, bookable, slots, units)
    if in_the_way:
        raise UnitsInUse(queries.list_in_the_way(db, bookable_id, in_the_way))
    details = {"units": units, "slots": sorted(slots)}
    audit.record(db, bookable, "out_of_service", by=by, now=now, reason=reason, details=details)
    promote_next(db, bookable, now=now)
    return bookable


def reschedule(
    db: Session,
    bookable_id: int,
    change: Callable[[Bookable], None],
    *,
    by: Person,
    now: datetime,
) -> Bookable:
    """Let `change` set the new dates or place of a locked bookable, then tell everybody.

    Raises BookingClosed when the bookable is cancelled or ended, and what `change` raises.
    """
    bookable = _lock_scheduled(db, bookable_id)
    before = bookable.starts_at.isoformat() if bookable.starts_at else None
    change(bookable)
    bookable.sequence += 1
    after = bookable.starts_at.isoformat() if bookable.starts_at else None
    audit.record(
        db,
        bookable,
        "rescheduled",
        by=by,
        now=now,
        details={"from": before, "to": after},
    )
    db.flush()  # the messages tell the new dates
    messages.post_to_all(db, "rescheduled", bookable, now=now)
    promote_next(db, bookable, now=now)
    return bookable


def fill_periods(db: Session, *, now: datetime) -> int:
    """Bookings have the dates of their dated bookable, whoever wrote them; how many had not."""
    found = queries.list_left_behind(db, ended_after=now - LOOK_BACK)
    for booking in found:
        booking.period = booking.bookable.period
    return len(found)


def cancel_bookable(
    db: Session, bookable_id: int, *, by: Person | None, reason: str, now: datetime
) -> Bookable:
    """Cancel the whole and every live booking of it; held time of others is given back.

    Whoever was there keeps her booking, for what took place, and is told that it stopped.
    """
    bookable = _lock_scheduled(db, bookable_id)
    bookable.status = BookableStatus.CANCELLED
    bookable.cancel_reason = reason
    bookable.sequence += 1
    audit.record(db, bookable, "cancelled", by=by, now=now, reason=reason)
    there = presence.list_there(db, bookable.id)
    for booking in queries.list_live_bookings(db, bookable.id):
        if booking.id in there:
            messages.post_interrupted(db, booking, now=now)
            continue
        moves.move(
            db,
            booking,
            bookable,
            BookingStatus.CANCELLED,
            by=by,
            now=now,
            reason=reason,
            cancelled_by=CancelledBy.HUB,
        )
        messages.post_status(db, booking, bookable, now=now)
    release_holds(db, bookable.id, now=now)
    return bookable


def end_bookable(db: Session, bookable_id: int, *, now: datetime) -> bool:
    """Close what is over: who still waits or was never answered is told. False when already done."""
    bookable = queries.lock_bookables(db, [bookable_id])[bookable_id]
    if bookable.status != BookableStatus.SCHEDULED or bookable.ends_at is None or bookable.ends_at > now:
        return False
    bookable.status = BookableStatus.ENDED
    audit.record(db, bookable, "ended", by=None, now=now)
    for booking in queries.list_live_bookings(db, bookable.id):
        if booking.status == BookingStatus.CONFIRMED:
            continue
        moves.move(
            db,
            booking,
            bookable,
            BookingStatus.CANCELLED,
            by=None,
            now=now,
            cancelled_by=CancelledBy.DEADLINE,
        )
        messages.post_status(db, booking, bookable, now=now)
    return True


def _lock_scheduled(db: Session, bookable_id: int) -> Bookable:
    bookable = queries.lock_bookables(db, [bookable_id])[bookable_id]
    if bookable.status != BookableStatus.SCHEDULED:
        raise BookingClosed
    return bookable

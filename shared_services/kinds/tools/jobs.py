"""What the scheduler does for loans. One transaction per item: a failure stops none of the others."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.booking.models import Booking
from shared_services.booking.queries import find_booking
from shared_services.core.database import read_session, transaction
from shared_services.core.local_time import to_local
from shared_services.outbox.queries import list_known_keys

from .days import slot_of
from .loans import messages
from .loans import queries as loan_queries
from .loans.overdue import days_late, due_step, return_reminder_at
from .operations import keep_overdue, suspend_when_too_late
from .suspensions import queries as suspension_queries

WARNED_DAYS_AHEAD = 3


def post_loan_reminders(now: datetime) -> int:
    """Remind of returns the day before, and of what is late at growing intervals."""
    db = read_session()
    due = {key: booking.id for booking in loan_queries.list_out(db) if (key := _due_key(booking, now))}
    for known in list_known_keys(db, list(due)):
        del due[known]
    for booking_id in due.values():
        with transaction() as writing:
            booking = find_booking(writing, booking_id)
            if booking is not None:
                _remind(writing, booking, now)
    return len(due)


def _due_key(booking: Booking, now: datetime) -> str | None:
    """What is due to be told about a loan that is out, and not too late to be useful."""
    if booking.ends_at is None:
        return None
    if now >= booking.ends_at:
        step = due_step(booking.ends_at, booking.bookable.time_zone, now=now)
        return messages.overdue_key(booking, step) if step else None
    is_due = now >= return_reminder_at(booking.ends_at, booking.bookable.time_zone)
    return messages.return_key(booking) if is_due else None


def _remind(db: Session, booking: Booking, now: datetime) -> None:
    if booking.ends_at is None or now < booking.ends_at:
        messages.post_return_reminder(db, booking, now=now)
        return
    step = due_step(booking.ends_at, booking.bookable.time_zone, now=now)
    if step is not None:
        messages.post_overdue(db, booking, step, now=now)


def suspend_late_borrowers(now: datetime) -> int:
    """Suspend whoever is later than her hub accepts."""
    too_late = [
        booking.id
        for booking, late_days in suspension_queries.list_too_late(read_session(), now=now)
        if booking.ends_at and days_late(booking.ends_at, booking.bookable.time_zone, now=now) > late_days
    ]
    done = 0
    for booking_id in too_late:
        with transaction() as db:
            done += suspend_when_too_late(db, booking_id, now=now)
    return done


def follow_overdue(now: datetime) -> int:
    """What is late keeps its days; where somebody has them, whoever comes next is warned."""
    late = [b for b in loan_queries.list_out(read_session()) if b.ends_at is not None and b.ends_at <= now]
    done = 0
    for booking_id, tool_id, zone in [(b.id, b.bookable_id, b.bookable.time_zone) for b in late]:
        with transaction() as db:
            if not keep_overdue(db, booking_id, now=now):
                done += _warn_next(db, tool_id, slot_of(to_local(now, zone).date()), now)
    return done


def _warn_next(db: Session, tool_id: int, today: int, now: datetime) -> int:
    """Those who come in the next days, once each."""
    last = today + WARNED_DAYS_AHEAD
    coming = loan_queries.list_next_borrowers(db, tool_id, first_slot=today, last_slot=last)
    by_key = {messages.risk_key(booking): booking for booking in coming}
    for known in list_known_keys(db, list(by_key)):
        del by_key[known]
    for booking in by_key.values():
        messages.post_at_risk(db, booking, now=now)
    return len(by_key)

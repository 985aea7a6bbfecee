"""Around an appointment: what to prepare, then what came out of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.operations import record_attendance
from shared_services.booking.queries import lock_booking
from shared_services.core import audit

from .. import messages, queries
from ..errors import NotOverYet
from ..models import Appointment


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came out of an appointment; `came` is whether she was there."""

    came: bool
    outcome: str
    minutes_spent: int | None
    follow_up: str


def prepare(db: Session, booking_id: int, preparation: str, *, by: Person, now: datetime) -> Appointment:
    """What to bring or read before; whoever comes is told once it changes."""
    booking, _bookable = lock_booking(db, booking_id)
    appointment = queries.get_appointment(db, booking_id)
    if appointment.preparation != preparation:
        appointment.preparation = preparation
        audit.record(db, booking, "preparation_written", by=by, now=now)
        if preparation:
            messages.post_preparation(db, booking, now=now)
    return appointment


def note_outcome(db: Session, booking_id: int, noted: Outcome, *, by: Person, now: datetime) -> Appointment:
    """Whether she came, what was done, what comes next; it may be corrected.

    Raises NotOverYet, and what booking.record_attendance raises.
    """
    booking, _bookable = lock_booking(db, booking_id)
    appointment = queries.get_appointment(db, booking_id)
    if booking.starts_at is None or now < booking.starts_at:
        raise NotOverYet
    record_attendance(db, booking_id, attended=noted.came, by=by, now=now)
    appointment.outcome, appointment.follow_up = noted.outcome, noted.follow_up
    appointment.minutes_spent = noted.minutes_spent
    appointment.noted_at = now
    audit.record(db, booking, "outcome_noted", by=by, now=now)
    return appointment

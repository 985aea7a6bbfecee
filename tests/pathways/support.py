"""What became of an enrolment, for tests."""

from shared_services.booking.models import Booking
from shared_services.booking.operations import record_attendance
from shared_services.pathways.operations.steps import read_progress
from tests.support.bookings import do
from tests.support.makers import make_person


def standings(db, enrolment):
    return read_progress(db, enrolment.id).standings


def bookings_of(db, enrolment):
    """Of its modules in order; they outlive the next commit."""
    return [one.booking for one in standings(db, enrolment)]


def attend(booking: Booking, *, attended: bool = True) -> None:
    """Noted when it begins."""
    do(record_attendance, booking, attended=attended, by=make_person(), now=booking.starts_at)

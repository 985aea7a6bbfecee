"""What became of an enrolment, for tests."""

from shared_services.booking.models import Booking
from shared_services.booking.operations import record_attendance
from shared_services.booking.questions.models import Question, QuestionKind
from shared_services.pathways.operations.steps import read_progress
from tests.support.bookings import do
from tests.support.makers import make_person, saved
from tests.support.pathways import ids_of


def standings(db, enrolment):
    return read_progress(db, enrolment.id).standings


def bookings_of(db, enrolment):
    """Of its modules in order; they outlive the next commit."""
    return [one.booking for one in standings(db, enrolment)]


def attend(booking: Booking, *, attended: bool = True) -> None:
    """Noted when it begins."""
    do(record_attendance, booking, attended=attended, by=make_person(), now=booking.starts_at)


def asked(sessions):
    """A plan as the page sends it."""
    return {f"m{module_id}": session_id for module_id, session_id in ids_of(sessions).items()}


def ask(training, label, *, kind=QuestionKind.TEXT, options="", is_required=True) -> Question:
    """One thing more that the hub of a training asks."""
    return saved(
        Question(offer_id=training.id, label=label, kind=kind, options=options, is_required=is_required)
    )

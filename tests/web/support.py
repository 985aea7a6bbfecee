"""What the pages of the shell need to have something to show."""

from shared_services.booking.operations import reserve
from shared_services.core.database import transaction
from shared_services.kinds.trainings.models import TrainingSession
from tests.support.makers import MONDAY, make_person


def fill(session: TrainingSession, *, people: int) -> None:
    """So many people book, one after the other; past the last place they wait."""
    for _ in range(people):
        person = make_person()
        with transaction() as db:
            reserve(db, session.id, person=person, by=person, now=MONDAY)

"""What the scheduler does for trainings."""

from datetime import datetime

from shared_services.booking.queries import list_to_decide
from shared_services.core.database import read_session, transaction

from .models import TrainingSession
from .operations import settle_session

KIND = TrainingSession.__mapper_args__["polymorphic_identity"]


def decide_sessions(now: datetime) -> int:
    """Say of each session whose date to decide has come whether it stands."""
    done = 0
    for session_id in list_to_decide(read_session(), KIND, now=now):
        with transaction() as db:
            done += settle_session(db, session_id, now=now)
    return done

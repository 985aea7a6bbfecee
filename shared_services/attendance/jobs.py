"""What the scheduler does for attendance. One transaction per sheet: a failure stops none of the others."""

from datetime import datetime

from shared_services.core.database import read_session, transaction
from shared_services.kinds.trainings.queries import get_session
from shared_services.outbox.queries import list_known_keys

from . import messages, queries
from .nagging import GIVEN_UP_AFTER, due_step


def remind_of_open_sheets(now: datetime) -> int:
    """Ask for the sheets that nobody closed: the trainers the next morning, then the managers too."""
    db = read_session()
    due = {}
    for session in queries.list_open_sheets(db, ended_after=now - GIVEN_UP_AFTER, now=now):
        step = due_step(session.ends_at, session.time_zone, now=now) if session.ends_at else None
        if step is not None:
            due[messages.open_key(session, step)] = (session.id, step)
    for known in list_known_keys(db, list(due)):
        del due[known]
    for session_id, step in due.values():
        with transaction() as writing:
            messages.post_sheet_open(writing, get_session(writing, session_id), step, now=now)
    return len(due)

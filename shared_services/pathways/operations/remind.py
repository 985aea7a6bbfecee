"""The two questionnaires of a pathway that nobody answered: she is reminded of each once."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from .. import messages
from .rate import may_assess, may_position
from .steps import read_progress

BEFORE_THE_FIRST = timedelta(days=3)
AFTER_THE_LAST = timedelta(days=7)
NO_LONGER_ASKED = timedelta(days=30)  # what ended longer ago is let rest, whatever was out of order


def remind_to_position(db: Session, enrolment_id: int, *, now: datetime) -> bool:
    """Ask where she is with each objective while the first module has not begun; whether she was asked."""
    progress = read_progress(db, enrolment_id)
    if not may_position(progress, now=now):
        return False
    messages.post_once(db, "pathway_position", progress.enrolment, now=now)
    return True


def remind_to_assess(db: Session, enrolment_id: int, *, now: datetime) -> bool:
    """Ask what became of each objective once the last module is done; whether she was asked."""
    progress = read_progress(db, enrolment_id)
    if not may_assess(progress):
        return False
    messages.post_once(db, "pathway_assess", progress.enrolment, now=now)
    return True

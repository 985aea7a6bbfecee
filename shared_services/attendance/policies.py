"""Who may tick, close and correct: the staff of a session, as trainings say it."""

from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.kinds.trainings.models import TrainingSession
from shared_services.kinds.trainings.policies import is_staff, manages
from shared_services.kinds.trainings.queries import get_session

from .models import AttendanceSheet


def can_keep_sheet(db: Session, actor: Person, *, session_id: int, **_view_args: Any) -> bool:
    """The hub's managers and the trainers of this session."""
    return is_staff(db, actor, get_session(db, session_id))


def may_correct(db: Session, actor: Person, session: TrainingSession, sheet: AttendanceSheet) -> bool:
    """Once closed: whoever closed it, and the hub's managers."""
    return sheet.closed_by_id == actor.id or manages(db, actor, session.hub_id)

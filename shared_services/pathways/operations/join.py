"""Two accounts of one person: she follows a pathway once."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from .. import queries
from ..models import EnrolmentState
from .aside import forget


def leave_double_pathways(db: Session, kept: Person, twin: Person, *, by: Person, now: datetime) -> None:
    """Where both accounts follow the same pathway the kept one's stays; what was booked is settled before."""
    for enrolment in queries.list_double_enrolments(db, kept.id, twin.id):
        enrolment.state, enrolment.ended_at = EnrolmentState.LEFT, now
        forget(db, enrolment.steps)
        audit.record(db, enrolment, "left", by=by, now=now)

"""Planning a session again, on one other day or on many."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from .. import queries
from ..models import TrainingSession
from .sessions import SessionPlan, plan_session


def repeat_session(
    db: Session, session_id: int, plans: Sequence[SessionPlan], *, by: Person, now: datetime
) -> list[TrainingSession]:
    """New sessions like this one, one for each plan: all of them, or none.

    Its seats and rules go along; its people do not, nor the seats kept for some until a date.
    Raises InThePast, HalfDaysOverlap, NotStaffOfHub, StaffBusy, UnitsNotFree.
    """
    model = queries.get_session(db, session_id)
    made = []
    for plan in plans:
        session = plan_session(db, model.offer_id or 0, plan, capacity=model.capacity, by=by, now=now)
        session.waiting_rule = model.waiting_rule
        session.organisation_limit = model.organisation_limit
        made.append(session)
    return made

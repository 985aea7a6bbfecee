"""Sessions that stand only when enough people come."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking import operations as booking
from shared_services.booking.models import Verdict
from shared_services.booking.reasons import TOO_FEW, in_french

from .. import messages, queries
from ..models import TrainingSession
from .sessions import cancel_session


def settle_session(db: Session, session_id: int, *, now: datetime) -> bool:
    """Judge the minimum of people when it is due: the session stands, its hub is asked, or it is cancelled.

    False when there was nothing to decide.
    """
    verdict = booking.settle_minimum(db, session_id, now=now)
    if verdict is None:
        return False
    session = queries.get_session(db, session_id)
    if verdict == Verdict.GO:
        messages.post_to_trainers(db, "maintained", session, session.trainers, now=now)
    elif session.cancels_itself:
        cancel_session(db, session_id, by=None, reason=in_french(TOO_FEW), now=now)
    return True


def let_session_stand(db: Session, session_id: int, *, by: Person, now: datetime) -> TrainingSession:
    """The hub holds the session whatever the number of people. Raises NothingToDecide."""
    booking.let_stand(db, session_id, by=by, now=now)
    session = queries.get_session(db, session_id)
    messages.post_to_trainers(db, "maintained", session, session.trainers, now=now)
    return session

"""What a person says of each objective, before the first module and after the last."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from .. import queries
from ..errors import RatingsIncomplete, TooEarlyToAssess, TooLateToPosition
from ..models import Enrolment, EnrolmentState, Moment, ObjectiveRating
from ..progress import Progress
from .steps import read_progress

SCALE = range(5)


def rate_objectives(
    db: Session,
    enrolment_id: int,
    moment: Moment,
    scores: Mapping[str, int],
    *,
    by: Person,
    now: datetime,
) -> Enrolment:
    """Write them down, in the place of those of the same moment.

    Raises NotFound, RatingsIncomplete, TooLateToPosition, TooEarlyToAssess.
    """
    queries.lock_enrolment(db, enrolment_id)
    progress = read_progress(db, enrolment_id)
    enrolment = progress.enrolment
    if moment == Moment.BEFORE and not may_position(progress, now=now):
        raise TooLateToPosition
    if moment == Moment.AFTER and not may_assess(progress):
        raise TooEarlyToAssess
    objectives = enrolment.pathway.objective_lines
    if any(scores.get(objective) not in SCALE for objective in objectives):
        raise RatingsIncomplete
    before = delete(ObjectiveRating).where(
        ObjectiveRating.enrolment_id == enrolment_id, ObjectiveRating.moment == moment
    )
    db.execute(before)
    for objective in objectives:
        db.add(
            ObjectiveRating(
                enrolment_id=enrolment_id,
                person_id=enrolment.person_id,
                moment=moment,
                objective=objective,
                score=scores[objective],
                rated_at=now,
            )
        )
    audit.record(db, enrolment, f"rated_{moment}", by=by, now=now)
    return enrolment


def may_position(progress: Progress, *, now: datetime) -> bool:
    """Before the first module begins."""
    return progress.enrolment.is_under_way and not progress.has_begun(now)


def may_assess(progress: Progress) -> bool:
    """Once the last one is done."""
    return progress.enrolment.state != EnrolmentState.LEFT and progress.is_complete

"""What happens to pathways by themselves: a place is lost, a place comes, the last module is done."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.core import audit
from shared_services.core.errors import DomainError

from .. import messages, queries
from ..errors import NotUnderWay
from ..models import EnrolmentState
from ..progress import StepState
from .aside import forget
from .change import try_whole
from .steps import lock_progress, read_progress

HAS_PLACE = (StepState.OFFERED, StepState.BOOKED, StepState.PENDING)


def tell_what_is_lost(db: Session, enrolment_id: int, *, now: datetime) -> int:
    """Tell her once of each module she has to choose again; how many."""
    try:
        enrolment = lock_progress(db, enrolment_id).enrolment
    except NotUnderWay:
        return 0
    steps = queries.list_lost_steps(db, enrolment_id, now=now)
    for step in steps:
        step.lost_told_at = now
        messages.post_to_person(
            db, "pathway_step_lost", enrolment, enrolment.person, module_id=step.module_id, now=now
        )
    return len(steps)


def take_again(db: Session, enrolment_id: int, *, now: datetime) -> bool:
    """A place came for a plan that waits: take it whole, or tell her once that the rest is not free yet."""
    try:
        progress = lock_progress(db, enrolment_id)
    except NotUnderWay:
        return False
    enrolment = progress.enrolment
    if enrolment.state != EnrolmentState.WAITING:
        return False
    try:
        with db.begin_nested():
            is_whole = try_whole(db, progress, by=enrolment.person, now=now)
    except DomainError:
        is_whole = False
    if is_whole:
        audit.record(db, enrolment, "plan_taken", by=None, now=now)
        messages.post_plan(db, enrolment, enrolment.person, now=now)
        return True
    for one in read_progress(db, enrolment_id).standings:
        if one.state in HAS_PLACE and one.booking is not None:
            messages.post_place_alone(db, enrolment, one, now=now)
    return False


def forget_answers(db: Session, *, now: datetime) -> int:
    """Delete what was answered for sessions that are over and were never booked; of how many modules."""
    steps = queries.list_steps_to_forget(db, now=now)
    forget(db, steps)
    return len(steps)


def finish(db: Session, enrolment_id: int, *, now: datetime) -> bool:
    """Close a pathway whose modules are all done or recognised, and ask what became of the objectives."""
    try:
        progress = lock_progress(db, enrolment_id)
    except NotUnderWay:
        return False
    if not progress.is_complete:
        return False
    enrolment = progress.enrolment
    enrolment.state, enrolment.ended_at = EnrolmentState.FINISHED, now
    audit.record(db, enrolment, "finished", by=None, now=now)
    messages.post_to_person(db, "pathway_finished", enrolment, enrolment.person, now=now)
    return True

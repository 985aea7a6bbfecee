"""Another session for one module, or the first one for a module left out."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.models import Booking, CancelledBy
from shared_services.booking.operations import answers_given, cancel, carry_answers
from shared_services.core import audit

from .. import messages
from ..errors import ModuleDone
from ..models import EnrolmentState, EnrolmentStep
from ..progress import FINAL, Progress, Standing, StepState, chosen_beside
from .aside import put_aside, take_up
from .plan import book_step, check_plan
from .steps import lock_progress, read_progress, standing_of, step_of
from .take import WhenFull, take_plan


def change_step(
    db: Session,
    enrolment_id: int,
    module_id: int,
    session_id: int,
    *,
    join_waiting_list: bool = False,
    by: Person,
    now: datetime,
) -> EnrolmentStep:
    """The place she had is given up only when she gets the other one; the other modules stay. What she
    answered the hub goes with her.

    A plan that waits is tried again with it. Raises NotFound, NotUnderWay, ModuleDone, PlanImpossible,
    PlanRefused, and what book_session raises.
    """
    progress = lock_progress(db, enrolment_id, [session_id])
    standing = standing_of(progress, module_id)
    if standing.state in FINAL:
        raise ModuleDone
    _check(db, progress, module_id, session_id)
    step = step_of(db, progress.enrolment, standing)
    step.lost_told_at = None
    if progress.enrolment.state == EnrolmentState.WAITING:
        if standing.own_booking is not None:
            put_aside(db, step, answers_given(db, standing.own_booking))
        _leave_rank(db, standing, session_id, by=by, now=now)
        step.booking, step.wanted_session_id = None, session_id
        try_whole(db, read_progress(db, enrolment_id), by=by, now=now)
        messages.post_plan(db, progress.enrolment, progress.enrolment.person, now=now)
    else:
        step.booking = _take(
            db, progress, standing, session_id, join_waiting_list=join_waiting_list, by=by, now=now
        )
        step.wanted_session_id = None
    details = {"module": module_id, "session": session_id}
    audit.record(db, progress.enrolment, "step_changed", by=by, now=now, details=details)
    return step


def _check(db: Session, progress: Progress, module_id: int, session_id: int) -> None:
    beside = chosen_beside(progress, module_id)
    check_plan(
        db,
        [one.module for one in progress.standings],
        beside.chosen | {module_id: session_id},
        done=beside.done,
        free=beside.free,
    )


def _take(
    db: Session,
    progress: Progress,
    standing: Standing,
    session_id: int,
    *,
    join_waiting_list: bool,
    by: Person,
    now: datetime,
) -> Booking:
    enrolment, before = progress.enrolment, standing.own_booking
    has_one = before is not None and before.is_live and before.bookable_id != session_id
    booking = book_step(
        db,
        session_id,
        enrolment.organisation_id,
        join_waiting_list=join_waiting_list,
        instead_of=before.reference if before is not None and has_one else None,
        person=enrolment.person,
        by=by,
        now=now,
    )
    if before is not None:
        carry_answers(db, before, booking)
    return booking


def _leave_rank(db: Session, standing: Standing, session_id: int, *, by: Person, now: datetime) -> None:
    """Her rank, or the place she was offered alone, in the session she no longer wants."""
    before = standing.own_booking
    if before is not None and before.is_live and before.bookable_id != session_id:
        cancel(db, before.id, by=by, cancelled_by=CancelledBy.PARTICIPANT, now=now)


def try_whole(db: Session, progress: Progress, *, by: Person, now: datetime) -> bool:
    """Take all that a waiting plan wants, or wait on; whether it is whole now. Raises PlanRefused.

    A module that she lost and must choose again is missing: nothing is taken without it.
    """
    enrolment = progress.enrolment
    if any(one.is_to_choose and one.state == StepState.LOST for one in progress.standings):
        return False
    wanted = {one.module.id: one.session_id for one in progress.standings if one.session_id is not None}
    modules = [one.module for one in progress.standings if one.module.id in wanted]
    bookings = take_plan(
        db,
        modules,
        wanted,
        enrolment.organisation_id,
        when_full=WhenFull.WAIT,
        person=enrolment.person,
        by=by,
        now=now,
    )
    steps = {one.module.id: one.step for one in progress.standings if one.step is not None}
    for module_id, booking in bookings.items():
        step = steps[module_id]
        step.booking, step.wanted_session_id = booking, None
        take_up(db, step, booking)
    is_whole = len(bookings) == len(modules)
    if is_whole:
        enrolment.state = EnrolmentState.ACTIVE
    return is_whole

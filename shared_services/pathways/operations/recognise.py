"""A module need not be taken: what the person knows already is recognised, by somebody, for a reason."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.models import CancelledBy
from shared_services.booking.operations import cancel
from shared_services.core import audit

from .. import messages, queries
from ..errors import AlreadyEnrolled, ModuleDone, NothingToUndo, ReasonForSkipMissing
from ..models import EnrolmentState, EnrolmentStep
from ..progress import FINAL
from .aside import forget
from .steps import lock_progress, read_progress, standing_of, step_of


def recognise_module(
    db: Session, enrolment_id: int, module_id: int, *, reason: str, by: Person, now: datetime
) -> EnrolmentStep:
    """She is told why; the place she had there goes to the next in line.

    Raises NotFound, NotUnderWay, ReasonForSkipMissing, ModuleDone.
    """
    if not reason.strip():
        raise ReasonForSkipMissing
    progress = lock_progress(db, enrolment_id)
    standing = standing_of(progress, module_id)
    if standing.state in FINAL:
        raise ModuleDone
    enrolment, booking = progress.enrolment, standing.booking
    step = step_of(db, enrolment, standing)
    if booking is not None and booking.is_live:
        cancel(db, booking.id, by=by, cancelled_by=CancelledBy.HUB, reason=reason.strip(), now=now)
    step.skipped_reason, step.skipped_by_id, step.skipped_at = reason.strip(), by.id, now
    step.wanted_session_id = None
    forget(db, [step])
    details = {"module": module_id}
    audit.record(db, enrolment, "module_recognised", by=by, now=now, reason=reason.strip(), details=details)
    db.flush()
    messages.post_to_person(
        db, "module_recognised", enrolment, enrolment.person, module_id=module_id, now=now
    )
    return step


def undo_recognition(
    db: Session, enrolment_id: int, module_id: int, *, by: Person, now: datetime
) -> EnrolmentStep:
    """The module is to be taken again; a pathway that was finished by it goes on.

    Raises NotFound, NothingToUndo, AlreadyEnrolled when she follows the pathway anew.
    """
    queries.lock_enrolment(db, enrolment_id)
    progress = read_progress(db, enrolment_id)
    step, enrolment = standing_of(progress, module_id).step, progress.enrolment
    if step is None or step.skipped_at is None:
        raise NothingToUndo
    if enrolment.state == EnrolmentState.FINISHED:
        live = queries.find_live_enrolment(db, enrolment.pathway_id, enrolment.person_id)
        if live is not None:
            raise AlreadyEnrolled(enrolment_id=live.id)
        enrolment.state, enrolment.ended_at = EnrolmentState.ACTIVE, None
    step.skipped_reason, step.skipped_by_id, step.skipped_at = "", None, None
    step.booking = None  # given up when it was recognised
    details = {"module": module_id}
    audit.record(db, enrolment, "recognition_undone", by=by, now=now, details=details)
    messages.post_to_person(
        db, "recognition_undone", enrolment, enrolment.person, module_id=module_id, now=now
    )
    return step

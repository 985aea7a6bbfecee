"""Leaving a pathway: what is not begun is given up."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.errors import TooLateToCancel, WasThere
from shared_services.booking.models import Booking, BookingStatus, CancelledBy
from shared_services.booking.operations import cancel
from shared_services.booking.operations.cancel import is_too_late
from shared_services.booking.queries import lock_bookables
from shared_services.booking.sharing.quotas import lock_takers
from shared_services.booking.waiting import waiting_lists
from shared_services.core import audit

from .. import messages
from ..models import Enrolment, EnrolmentState
from ..progress import Progress
from .aside import forget
from .steps import lock_progress


def leave_pathway(db: Session, enrolment_id: int, *, by: Person, now: datetime) -> Enrolment:
    """Cancel what is not begun, and pass it on; past its cut-off, or signed for, a place stays hers.

    Raises NotUnderWay.
    """
    progress = lock_progress(db, enrolment_id)
    enrolment = progress.enrolment
    live = _not_begun(progress, now)
    locked = lock_bookables(db, [booking.bookable_id for booking in live])
    # Everybody whose turn may come is locked at once, as an exchange does.
    waiting = [one.person_id for bookings in waiting_lists(db, locked.values()).values() for one in bookings]
    lock_takers(db, [enrolment.person_id, *waiting], None)
    for booking in live:
        try:
            cancel(db, booking.id, by=by, cancelled_by=CancelledBy.PARTICIPANT, now=now)
        except (TooLateToCancel, WasThere):
            continue
    forget(db, enrolment.steps)  # they were for sessions she does not take
    enrolment.state, enrolment.ended_at = EnrolmentState.LEFT, now
    audit.record(db, enrolment, "left", by=by, now=now)
    messages.post_to_person(db, "pathway_left", enrolment, enrolment.person, now=now)
    return enrolment


def what_leaving_keeps(progress: Progress, *, now: datetime) -> tuple[list[Booking], list[Booking]]:
    """The bookings that leaving gives up, and those it is too late to cancel."""
    given_up: list[Booking] = []
    kept: list[Booking] = []
    for booking in _not_begun(progress, now):
        holds = booking.status in (BookingStatus.CONFIRMED, BookingStatus.PENDING)
        (kept if holds and is_too_late(booking, now) else given_up).append(booking)
    return given_up, kept


def _not_begun(progress: Progress, now: datetime) -> list[Booking]:
    return [
        one.booking
        for one in progress.standings
        if one.booking is not None and one.booking.is_live and not one.booking.period.has_started(now)
    ]

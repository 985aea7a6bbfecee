"""What the scheduler finds to do."""

from datetime import datetime

from sqlalchemy import Select, not_, or_, select
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.models import BookableStatus, Booking, BookingStatus
from shared_services.kinds.trainings.models import TrainingSession

from ..models import (
    UNDER_WAY,
    Enrolment,
    EnrolmentState,
    EnrolmentStep,
    Moment,
    ObjectiveRating,
    PathwayModule,
    PathwayOffer,
)

GONE = (BookingStatus.CANCELLED, BookingStatus.REFUSED, BookingStatus.NO_SHOW)


def list_with_lost_steps(db: Session, *, now: datetime) -> list[int]:
    """Under way with a step to tell of."""
    return sorted(set(db.scalars(_lost_steps(now).with_only_columns(Enrolment.id))))


def list_lost_steps(db: Session, enrolment_id: int, *, now: datetime) -> list[EnrolmentStep]:
    """Those of one enrolment."""
    return list(db.scalars(_lost_steps(now).where(Enrolment.id == enrolment_id).order_by(EnrolmentStep.id)))


def _lost_steps(now: datetime) -> Select[EnrolmentStep]:
    """Of those under way and not told yet: the booking is gone, or the session can no longer be booked."""
    return (
        select(EnrolmentStep)
        .join(Enrolment, Enrolment.id == EnrolmentStep.enrolment_id)
        .join(PathwayModule, PathwayModule.id == EnrolmentStep.module_id)
        .outerjoin(Booking, Booking.id == EnrolmentStep.booking_id)
        .outerjoin(TrainingSession, TrainingSession.id == EnrolmentStep.wanted_session_id)
        .where(
            Enrolment.state.in_(UNDER_WAY),
            or_(
                Booking.status.in_(GONE),
                Booking.person_id != Enrolment.person_id,
                TrainingSession.status != BookableStatus.SCHEDULED,
                TrainingSession.closes_at <= now,
            ),
            EnrolmentStep.lost_told_at.is_(None),
            EnrolmentStep.skipped_at.is_(None),
            PathwayModule.removed_at.is_(None),
        )
    )


def list_waiting_with_a_place(db: Session) -> list[int]:
    """Whole plans that wait, of which a module has a place by now."""
    has_place = (BookingStatus.OFFERED, BookingStatus.CONFIRMED, BookingStatus.PENDING)
    statement = (
        select(Enrolment.id)
        .join(EnrolmentStep, EnrolmentStep.enrolment_id == Enrolment.id)
        .join(Booking, Booking.id == EnrolmentStep.booking_id)
        .where(Enrolment.state == EnrolmentState.WAITING, Booking.status.in_(has_place))
    )
    return sorted(set(db.scalars(statement)))


def list_steps_to_forget(db: Session, *, now: datetime) -> list[EnrolmentStep]:
    """Those with answers put aside for a session that is over, and was never booked."""
    statement = (
        select(EnrolmentStep)
        .join(TrainingSession, TrainingSession.id == EnrolmentStep.wanted_session_id)
        .where(EnrolmentStep.answers.is_not(None), TrainingSession.ends_at <= now)
    )
    return list(db.scalars(statement.order_by(EnrolmentStep.id)))


def list_maybe_finished(db: Session, *, now: datetime) -> list[int]:
    """Under way, with the last thing booked attended or nothing but recognised modules."""
    open_step = (
        select(EnrolmentStep.id)
        .join(Booking, Booking.id == EnrolmentStep.booking_id)
        .where(
            EnrolmentStep.enrolment_id == Enrolment.id,
            EnrolmentStep.skipped_at.is_(None),
            Booking.ends_at > now,
            Booking.status.not_in((*GONE, BookingStatus.ATTENDED)),
        )
    )
    some_done = (
        select(EnrolmentStep.id)
        .outerjoin(Booking, Booking.id == EnrolmentStep.booking_id)
        .where(
            EnrolmentStep.enrolment_id == Enrolment.id,
            or_(EnrolmentStep.skipped_at.is_not(None), Booking.status == BookingStatus.ATTENDED),
        )
    )
    statement = select(Enrolment.id).where(
        Enrolment.state == EnrolmentState.ACTIVE, some_done.exists(), not_(open_step.exists())
    )
    return list(db.scalars(statement.order_by(Enrolment.id)))


def list_to_position(db: Session, *, starts_before: datetime, now: datetime) -> list[int]:
    """Under way, nothing said of the objectives yet, and a place that begins until then."""
    coming = (
        select(EnrolmentStep.id)
        .join(Booking, Booking.id == EnrolmentStep.booking_id)
        .where(
            EnrolmentStep.enrolment_id == Enrolment.id,
            Booking.status == BookingStatus.CONFIRMED,
            Booking.starts_at > now,
            Booking.starts_at <= starts_before,
        )
    )
    statement = _without_ratings(Moment.BEFORE).where(
        Enrolment.state == EnrolmentState.ACTIVE, coming.exists()
    )
    return list(db.scalars(statement))


def list_to_assess(db: Session, *, ended_after: datetime, ended_before: datetime) -> list[int]:
    """Finished between those moments, and nothing said of the objectives since."""
    statement = _without_ratings(Moment.AFTER).where(
        Enrolment.state == EnrolmentState.FINISHED,
        Enrolment.ended_at > ended_after,
        Enrolment.ended_at <= ended_before,
    )
    return list(db.scalars(statement))


def _without_ratings(moment: Moment) -> Select[int]:
    """The enrolments of people one may write to, in pathways with objectives, without a rating then."""
    rated = select(ObjectiveRating.id).where(
        ObjectiveRating.enrolment_id == Enrolment.id, ObjectiveRating.moment == moment
    )
    return (
        select(Enrolment.id)
        .join(Enrolment.person)
        .join(Enrolment.pathway)
        .where(
            Person.erased_at.is_(None),
            Person.blocked_at.is_(None),
            PathwayOffer.objectives != "",
            not_(rated.exists()),
        )
        .order_by(Enrolment.id)
    )

"""Reads about the people who follow pathways, what they hold and what they say."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from shared_services.attendance.queries import minutes_attended
from shared_services.booking.models import HOLDING, Bookable, BookableStatus, Booking, BookingStatus
from shared_services.core.errors import existing
from shared_services.network.models import Affiliation, BondState

from ..models import (
    UNDER_WAY,
    Enrolment,
    EnrolmentState,
    EnrolmentStep,
    Moment,
    ObjectiveRating,
    PathwayOffer,
)


def get_enrolment(db: Session, enrolment_id: int) -> Enrolment:
    """As it is now, with its pathway, person, organisation, and steps. Raises NotFound."""
    statement = _with_all().where(Enrolment.id == enrolment_id)
    return existing(db.scalar(statement.execution_options(populate_existing=True)))


def lock_enrolment(db: Session, enrolment_id: int) -> None:
    """What changes it without booking takes turns here."""
    db.execute(select(Enrolment.id).where(Enrolment.id == enrolment_id).with_for_update())


def list_double_enrolments(db: Session, kept_id: int, twin_id: int) -> list[Enrolment]:
    """What the twin follows that the kept account follows too."""
    hers = select(Enrolment.pathway_id).where(Enrolment.person_id == kept_id, Enrolment.state.in_(UNDER_WAY))
    statement = _with_all().where(
        Enrolment.person_id == twin_id, Enrolment.state.in_(UNDER_WAY), Enrolment.pathway_id.in_(hers)
    )
    return list(db.scalars(statement))


def _with_all() -> Select[Enrolment]:
    """Three statements, whatever the number."""
    return select(Enrolment).options(
        joinedload(Enrolment.pathway).joinedload(PathwayOffer.hub),
        joinedload(Enrolment.person),
        joinedload(Enrolment.organisation),
        selectinload(Enrolment.steps).joinedload(EnrolmentStep.booking).joinedload(Booking.bookable),
        selectinload(Enrolment.steps).joinedload(EnrolmentStep.skipped_by),
    )


def find_live_enrolment(db: Session, pathway_id: int, person_id: int) -> Enrolment | None:
    return db.scalar(
        select(Enrolment).where(
            Enrolment.pathway_id == pathway_id,
            Enrolment.person_id == person_id,
            Enrolment.state.in_(UNDER_WAY),
        )
    )


def list_enrolments_of_person(db: Session, person_id: int) -> list[Enrolment]:
    """What she follows first, then what she finished, the latest first; not what she left."""
    statement = (
        _with_all()
        .where(Enrolment.person_id == person_id, Enrolment.state != EnrolmentState.LEFT)
        .order_by(Enrolment.state == EnrolmentState.FINISHED, Enrolment.enrolled_at.desc(), Enrolment.id)
    )
    return list(db.scalars(statement))


def list_enrolments_among(db: Session, pathway_id: int, person_ids: Collection[int]) -> list[Enrolment]:
    """Who of those people follows it or finished it, by name."""
    statement = enrolments_in(pathway_id).where(Enrolment.person_id.in_(person_ids))
    return list(db.scalars(statement))


def enrolments_in(pathway_id: int) -> Select[Enrolment]:
    """Who follows it or finished it, by name."""
    return (
        _with_all()
        .join(Enrolment.person)
        .where(Enrolment.pathway_id == pathway_id, Enrolment.state != EnrolmentState.LEFT)
        .order_by(Enrolment.state == EnrolmentState.FINISHED, Enrolment.enrolled_at, Enrolment.id)
    )


def enrolments_for(organisation_ids: Collection[int]) -> Select[Enrolment]:
    """What the people of those organisations follow for them, or finished before they left; latest first."""
    is_there = select(Affiliation.id).where(
        Affiliation.person_id == Enrolment.person_id,
        Affiliation.organisation_id == Enrolment.organisation_id,
        Affiliation.state == BondState.ACCEPTED,
    )
    return (
        _with_all()
        .where(
            Enrolment.organisation_id.in_(organisation_ids),
            or_(
                Enrolment.state == EnrolmentState.FINISHED,
                Enrolment.state.in_(UNDER_WAY) & is_there.exists(),
            ),
        )
        .order_by(Enrolment.state == EnrolmentState.FINISHED, Enrolment.enrolled_at.desc(), Enrolment.id)
    )


def count_under_way(db: Session, pathway_ids: Collection[int]) -> dict[int, int]:
    """How many people follow each of those pathways today."""
    statement = (
        select(Enrolment.pathway_id, func.count())
        .where(Enrolment.pathway_id.in_(pathway_ids), Enrolment.state.in_(UNDER_WAY))
        .group_by(Enrolment.pathway_id)
    )
    return {row[0]: row[1] for row in db.execute(statement)}


def list_attended(db: Session, person_id: int, offer_ids: Collection[int]) -> dict[int, Booking]:
    """The last time she attended each of those trainings, by the training."""
    attended = _in_trainings(person_id, offer_ids).where(Booking.status == BookingStatus.ATTENDED)
    return _by_training(db.scalars(attended.order_by(Booking.starts_at)))


def list_held(
    db: Session, person_id: int, offer_ids: Collection[int], *, now: datetime
) -> dict[int, Booking]:
    """The soonest place to come that she holds already in each of those trainings, by the training."""
    held = _in_trainings(person_id, offer_ids).where(
        Booking.status.in_(HOLDING), Bookable.status == BookableStatus.SCHEDULED, Booking.starts_at > now
    )
    return _by_training(db.scalars(held.order_by(Booking.starts_at.desc())))


def _in_trainings(person_id: int, offer_ids: Collection[int]) -> Select[Booking]:
    statement = select(Booking).join(Booking.bookable).options(joinedload(Booking.bookable))
    return statement.where(Booking.person_id == person_id, Bookable.offer_id.in_(offer_ids))


def _by_training(bookings: Iterable[Booking]) -> dict[int, Booking]:
    """The last of each."""
    return {one.bookable.offer_id: one for one in bookings if one.bookable.offer_id is not None}


def list_ratings(db: Session, enrolment_id: int) -> list[ObjectiveRating]:
    statement = select(ObjectiveRating).where(ObjectiveRating.enrolment_id == enrolment_id)
    return list(db.scalars(statement.order_by(ObjectiveRating.id)))


def sum_ratings(db: Session, pathway_id: int) -> dict[tuple[str, Moment], tuple[int, float]]:
    """How many people rated each objective at each moment, and their mean."""
    statement = (
        select(
            ObjectiveRating.objective, ObjectiveRating.moment, func.count(), func.avg(ObjectiveRating.score)
        )
        .join(Enrolment, Enrolment.id == ObjectiveRating.enrolment_id)
        .where(Enrolment.pathway_id == pathway_id)
        .group_by(ObjectiveRating.objective, ObjectiveRating.moment)
    )
    return {
        (objective, moment): (number, float(mean))
        for objective, moment, number, mean in db.execute(statement)
    }


def minutes_of(db: Session, enrolments: Iterable[Enrolment]) -> dict[int, int]:
    """How long she was there, by booking, as the sheets say; one statement, their steps are loaded."""
    booked = [step.booking_id for one in enrolments for step in one.steps if step.booking_id is not None]
    return minutes_attended(db, booked)

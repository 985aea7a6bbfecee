"""Reads about pathways, their modules, and who follows them."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Select, func, not_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from shared_services.accounts.models import Person
from shared_services.attendance.queries import minutes_attended
from shared_services.booking.models import HOLDING, Bookable, BookableStatus, Booking, BookingStatus
from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.search import Wanted, answering
from shared_services.core.errors import NotFound
from shared_services.kinds.trainings.models import TrainingOffer, TrainingSession
from shared_services.network.models import Hub

from .models import (
    UNDER_WAY,
    Cohort,
    Enrolment,
    EnrolmentState,
    EnrolmentStep,
    Moment,
    ObjectiveRating,
    PathwayModule,
    PathwayOffer,
)

GONE = (BookingStatus.CANCELLED, BookingStatus.REFUSED, BookingStatus.NO_SHOW)
MOST_TRAININGS = 500


def get_pathway(db: Session, pathway_id: int) -> PathwayOffer:
    """With its hub, author and themes. Raises NotFound."""
    pathway = db.scalar(
        select(PathwayOffer)
        .where(PathwayOffer.id == pathway_id)
        .options(
            joinedload(PathwayOffer.hub), joinedload(PathwayOffer.author), selectinload(PathwayOffer.themes)
        )
    )
    if pathway is None:
        raise NotFound
    return pathway


def get_hub(db: Session, hub_id: int) -> Hub:
    """Raises NotFound."""
    hub = db.get(Hub, hub_id)
    if hub is None:
        raise NotFound
    return hub


def pathways_of_hub(hub_id: int, *, archived: bool) -> Select[PathwayOffer]:
    """The pathways of the hub, by title: those put away, or the others."""
    is_archived = PathwayOffer.status == OfferStatus.ARCHIVED
    return (
        select(PathwayOffer)
        .where(PathwayOffer.hub_id == hub_id, is_archived if archived else not_(is_archived))
        .order_by(PathwayOffer.sort_key, PathwayOffer.id)
    )


def published_pathways(words: str) -> Select[PathwayOffer]:
    """Those that answer the words, with their hub, by title."""
    return (
        select(PathwayOffer)
        .where(*answering(Wanted(words=words)))
        .options(joinedload(PathwayOffer.hub))
        .order_by(PathwayOffer.sort_key, PathwayOffer.id)
    )


def list_modules(db: Session, pathway_ids: Collection[int]) -> list[PathwayModule]:
    """Those that count today, in order, with their training, its hub, and what they need; two statements."""
    statement = (
        select(PathwayModule)
        .where(PathwayModule.pathway_id.in_(pathway_ids), PathwayModule.removed_at.is_(None))
        .options(
            joinedload(PathwayModule.offer).joinedload(TrainingOffer.hub), selectinload(PathwayModule.needs)
        )
        .order_by(PathwayModule.pathway_id, PathwayModule.position, PathwayModule.id)
    )
    return list(db.scalars(statement))


def list_all_modules(db: Session, pathway_id: int) -> list[PathwayModule]:
    """Those that were removed too, with what they need."""
    statement = select(PathwayModule).where(PathwayModule.pathway_id == pathway_id)
    return list(db.scalars(statement.options(selectinload(PathwayModule.needs))))


def list_trainings(db: Session, *, hub_id: int | None = None) -> list[TrainingOffer]:
    """What may become a module: published trainings of the hub first, then of the others, by title."""
    statement = (
        select(TrainingOffer)
        .where(TrainingOffer.status == OfferStatus.PUBLISHED)
        .options(joinedload(TrainingOffer.hub))
        .order_by((TrainingOffer.hub_id != hub_id), TrainingOffer.sort_key, TrainingOffer.id)
    )
    return list(db.scalars(statement.limit(MOST_TRAININGS)))


def find_trainings(db: Session, offer_ids: Iterable[int]) -> dict[int, TrainingOffer]:
    statement = select(TrainingOffer).where(TrainingOffer.id.in_(list(offer_ids)))
    return {offer.id: offer for offer in db.scalars(statement.options(joinedload(TrainingOffer.hub)))}


def list_cohorts(db: Session, pathway_id: int) -> list[Cohort]:
    """Those one may join, by age, with their sessions."""
    statement = (
        select(Cohort)
        .where(Cohort.pathway_id == pathway_id, Cohort.removed_at.is_(None))
        .options(selectinload(Cohort.sessions))
        .order_by(Cohort.created_at, Cohort.id)
    )
    return list(db.scalars(statement))


def get_cohort(db: Session, cohort_id: int) -> Cohort:
    """One that may be joined, with its sessions. Raises NotFound."""
    statement = select(Cohort).where(Cohort.id == cohort_id, Cohort.removed_at.is_(None))
    cohort = db.scalar(statement.options(selectinload(Cohort.sessions)))
    if cohort is None:
        raise NotFound
    return cohort


def get_enrolment(db: Session, enrolment_id: int) -> Enrolment:
    """As it is now, with its pathway, person, organisation, and steps. Raises NotFound."""
    statement = _with_all().where(Enrolment.id == enrolment_id)
    enrolment = db.scalar(statement.execution_options(populate_existing=True))
    if enrolment is None:
        raise NotFound
    return enrolment


def lock_enrolment(db: Session, enrolment_id: int) -> None:
    """What changes it without booking takes turns here."""
    db.execute(select(Enrolment.id).where(Enrolment.id == enrolment_id).with_for_update())


def list_double_enrolments(db: Session, kept_id: int, twin_id: int) -> list[Enrolment]:
    """What the twin follows that the kept account follows too."""
    hers = select(Enrolment.pathway_id).where(Enrolment.person_id == kept_id, Enrolment.state.in_(UNDER_WAY))
    statement = select(Enrolment).where(
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


def enrolments_in(pathway_id: int) -> Select[Enrolment]:
    """Who follows it or finished it, by name."""
    return (
        _with_all()
        .join(Enrolment.person)
        .where(Enrolment.pathway_id == pathway_id, Enrolment.state != EnrolmentState.LEFT)
        .order_by(Enrolment.state == EnrolmentState.FINISHED, Enrolment.enrolled_at, Enrolment.id)
    )


def enrolments_for(organisation_ids: Collection[int]) -> Select[Enrolment]:
    """What the people of those organisations follow for them, the latest first."""
    return (
        _with_all()
        .where(Enrolment.organisation_id.in_(organisation_ids), Enrolment.state != EnrolmentState.LEFT)
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


def list_with_lost_steps(db: Session) -> list[int]:
    """Under way with a booking that is gone and not told yet."""
    statement = (
        select(Enrolment.id)
        .join(EnrolmentStep, EnrolmentStep.enrolment_id == Enrolment.id)
        .join(Booking, Booking.id == EnrolmentStep.booking_id)
        .where(
            Enrolment.state.in_(UNDER_WAY),
            or_(Booking.status.in_(GONE), Booking.person_id != Enrolment.person_id),
            EnrolmentStep.lost_told_at.is_(None),
            EnrolmentStep.skipped_at.is_(None),
        )
    )
    return sorted(set(db.scalars(statement)))


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

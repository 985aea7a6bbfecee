"""Reads about training offers and sessions."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, not_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from shared_services.accounts.models import Person
from shared_services.booking.models import BookableStatus, Booking, CapacitySlot, Verdict
from shared_services.catalogue.models import OfferStatus
from shared_services.core.errors import existing
from shared_services.network.models import hub_departement

from .models import TrainingOffer, TrainingSession, session_trainer


def find_offer(db: Session, offer_id: int) -> TrainingOffer | None:
    """With its hub, author and themes."""
    return db.scalar(
        select(TrainingOffer)
        .where(TrainingOffer.id == offer_id)
        .options(
            joinedload(TrainingOffer.hub),
            joinedload(TrainingOffer.author),
            selectinload(TrainingOffer.themes),
        )
    )


def get_offer(db: Session, offer_id: int) -> TrainingOffer:
    """With its hub, author and themes. Raises NotFound."""
    return existing(find_offer(db, offer_id))


def offers_of_hub(hub_id: int, *, archived: bool) -> Select[TrainingOffer]:
    """The trainings of the hub, by title: those put away, or the others."""
    is_archived = TrainingOffer.status == OfferStatus.ARCHIVED
    return (
        select(TrainingOffer)
        .where(TrainingOffer.hub_id == hub_id, is_archived if archived else not_(is_archived))
        .order_by(TrainingOffer.sort_key, TrainingOffer.id)
    )


def get_session(db: Session, session_id: int) -> TrainingSession:
    """With its hub, offer, half days and trainers. Raises NotFound."""
    return existing(db.scalar(_with_all().where(TrainingSession.id == session_id)))


def list_sessions(db: Session, session_ids: Iterable[int]) -> list[TrainingSession]:
    """With hub, offer, half days and trainers; four statements whatever their number."""
    return list(db.scalars(_with_all().where(TrainingSession.id.in_(list(session_ids)))))


def _with_all() -> Select[TrainingSession]:
    return select(TrainingSession).options(
        joinedload(TrainingSession.hub),
        # Not joined: both engines would first lay all offers out, 200 ms a page at 5,000 of them.
        selectinload(TrainingSession.offer.of_type(TrainingOffer)),
        selectinload(TrainingSession.half_days),
        selectinload(TrainingSession.trainers),
    )


def list_coming_sessions(db: Session, offer_ids: Sequence[int], *, now: datetime) -> list[TrainingSession]:
    """Scheduled sessions that have not started, the soonest first, with half days and trainers."""
    statement = (
        select(TrainingSession)
        .where(
            TrainingSession.offer_id.in_(offer_ids),
            TrainingSession.status == BookableStatus.SCHEDULED,
            TrainingSession.starts_at > now,
        )
        .options(selectinload(TrainingSession.half_days), selectinload(TrainingSession.trainers))
        .order_by(TrainingSession.starts_at, TrainingSession.id)
    )
    return list(db.scalars(statement))


def list_open_between(
    db: Session, conditions: Sequence[ColumnElement[bool]], *, first: date, last: date, now: datetime
) -> list[tuple[TrainingSession, int]]:
    """The sessions one may book that begin on those days, of the offers that answer, with hub and offer, the
    soonest first; and how many seats are left of each, whoever waits. One statement.
    """
    left = TrainingSession.capacity - func.coalesce(CapacitySlot.taken, 0)
    statement = (
        select(TrainingSession, left)
        .join(TrainingSession.offer)
        .outerjoin(CapacitySlot, CapacitySlot.bookable_id == TrainingSession.id)
        .where(
            TrainingSession.status == BookableStatus.SCHEDULED,
            TrainingSession.verdict.is_distinct_from(Verdict.ASKED),
            TrainingSession.starts_on.between(first, last),
            func.coalesce(TrainingSession.closes_at, TrainingSession.starts_at) > now,
            or_(TrainingSession.opens_at.is_(None), TrainingSession.opens_at <= now),
            *conditions,
        )
        .options(joinedload(TrainingSession.hub), contains_eager(TrainingSession.offer))
        .order_by(TrainingSession.starts_at, TrainingSession.id)
    )
    return [(session, int(seats)) for session, seats in db.execute(statement)]


def list_sessions_of_offer(db: Session, offer_id: int) -> list[TrainingSession]:
    """Every session of the offer, the latest first."""
    statement = select(TrainingSession).where(TrainingSession.offer_id == offer_id)
    return list(db.scalars(statement.order_by(TrainingSession.starts_at.desc(), TrainingSession.id)))


def count_unfinished(db: Session, offer_ids: Sequence[int], *, now: datetime) -> dict[int, int]:
    """How many scheduled sessions of each offer are not over."""
    statement = (
        select(TrainingSession.offer_id, func.count())
        .where(
            TrainingSession.offer_id.in_(offer_ids),
            TrainingSession.status == BookableStatus.SCHEDULED,
            TrainingSession.ends_at > now,
        )
        .group_by(TrainingSession.offer_id)
    )
    return {offer_id: number for offer_id, number in db.execute(statement) if offer_id is not None}


def is_published(db: Session, offer_id: int) -> bool:
    statement = select(TrainingOffer.status).where(TrainingOffer.id == offer_id)
    return db.scalar(statement) == OfferStatus.PUBLISHED


def is_trainer_of(db: Session, person_id: int, session_id: int) -> bool:
    """Whether the person teaches this session."""
    statement = select(session_trainer.c.session_id).where(
        session_trainer.c.session_id == session_id, session_trainer.c.person_id == person_id
    )
    return db.scalar(statement) is not None


def teaches(db: Session, person_id: int) -> bool:
    """Whether the person teaches, or taught, any session."""
    taught = select(session_trainer.c.session_id).where(session_trainer.c.person_id == person_id)
    return db.scalar(taught.limit(1)) is not None


def trainers_of(db: Session, session_ids: Sequence[int]) -> dict[int, list[Person]]:
    """Who teaches each session, by name."""
    rows = db.execute(
        select(session_trainer.c.session_id, Person)
        .join(Person, session_trainer.c.person_id == Person.id)
        .where(session_trainer.c.session_id.in_(session_ids))
        .order_by(Person.sort_key, Person.id)
    )
    found: dict[int, list[Person]] = {}
    for session_id, trainer in rows:
        found.setdefault(session_id, []).append(trainer)
    return found


def list_taught_by(db: Session, person_id: int) -> list[int]:
    """The numbers of the sessions a person teaches or taught."""
    taught = select(session_trainer.c.session_id).where(session_trainer.c.person_id == person_id)
    return list(db.scalars(taught))


def list_objectives(db: Session, offer_id: int) -> list[str]:
    """The objectives of a training, one each: the lines with a dash, or all of them when none has one."""
    text = db.scalar(select(TrainingOffer.objectives).where(TrainingOffer.id == offer_id)) or ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    dashed = [line.lstrip("-–•* ").strip() for line in lines if line[0] in "-–•*"]
    return dashed or lines


def sessions_taught(person_id: int, *, is_past: bool, now: datetime) -> Select[TrainingSession]:
    """The sessions a person teaches: to come, the soonest first; or over, the latest first."""
    taught = select(session_trainer.c.session_id).where(session_trainer.c.person_id == person_id)
    statement = _with_all().where(TrainingSession.id.in_(taught))
    if is_past:
        over = or_(TrainingSession.ends_at <= now, TrainingSession.status == BookableStatus.CANCELLED)
        return statement.where(over).order_by(TrainingSession.starts_at.desc(), TrainingSession.id)
    statement = statement.where(
        TrainingSession.ends_at > now, TrainingSession.status == BookableStatus.SCHEDULED
    )
    return statement.order_by(TrainingSession.starts_at, TrainingSession.id)


def has_booking(db: Session, person_id: int, session_id: int) -> bool:
    """Whether the person ever booked this session."""
    statement = select(Booking.id).where(Booking.bookable_id == session_id, Booking.person_id == person_id)
    return db.scalar(statement.limit(1)) is not None


def list_people(db: Session, person_ids: Iterable[int]) -> list[Person]:
    statement = select(Person).where(Person.id.in_(list(person_ids)))
    return list(db.scalars(statement.order_by(Person.sort_key, Person.id)))


def list_departements(db: Session, hub_id: int) -> list[str]:
    """The codes of the départements the hub works in."""
    statement = select(hub_departement.c.departement_code).where(hub_departement.c.hub_id == hub_id)
    return sorted(db.scalars(statement))


def list_departements_of(db: Session, hub_ids: Iterable[int]) -> dict[int, set[str]]:
    """The codes of the départements each hub works in."""
    found: dict[int, set[str]] = {}
    statement = select(hub_departement).where(hub_departement.c.hub_id.in_(list(hub_ids)))
    for hub_id, code in db.execute(statement):
        found.setdefault(hub_id, set()).add(code)
    return found


def list_sessions_of_hub(
    db: Session, hub_id: int, *, first: datetime, last: datetime
) -> list[TrainingSession]:
    """The hub's scheduled sessions that start in between, the soonest first; three statements."""
    statement = _with_all().where(
        TrainingSession.hub_id == hub_id,
        TrainingSession.offer_id.is_not(None),
        TrainingSession.status == BookableStatus.SCHEDULED,
        TrainingSession.starts_at > first,
        TrainingSession.starts_at <= last,
    )
    return list(db.scalars(statement.order_by(TrainingSession.starts_at, TrainingSession.id)))

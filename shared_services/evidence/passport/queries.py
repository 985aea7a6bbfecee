"""Reads about the passport: what a person attended, and to whom she shows it."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from shared_services.booking.models import Booking, BookingStatus
from shared_services.core.errors import existing
from shared_services.kinds.trainings.models import TrainingSession

from .models import PassportShare


def list_trainings_attended(db: Session, person_id: int) -> list[tuple[Booking, TrainingSession]]:
    """Hers, the latest first, with the organisation of then, the training, its hub and half days."""
    statement = (
        select(Booking, TrainingSession)
        .join(TrainingSession, TrainingSession.id == Booking.bookable_id)
        .where(Booking.person_id == person_id, Booking.status == BookingStatus.ATTENDED)
        .options(
            joinedload(Booking.organisation),
            joinedload(TrainingSession.offer),
            joinedload(TrainingSession.hub),
            selectinload(TrainingSession.half_days),
        )
        .order_by(TrainingSession.starts_at.desc(), Booking.id.desc())
    )
    return [(booking, session) for booking, session in db.execute(statement)]


def list_good_shares(db: Session, person_id: int, *, now: datetime) -> list[PassportShare]:
    """The latest first."""
    return list(db.scalars(_good(person_id, now).order_by(PassportShare.id.desc())))


def count_good_shares(db: Session, person_id: int, *, now: datetime) -> int:
    return db.scalar(select(func.count()).select_from(_good(person_id, now).subquery())) or 0


def _good(person_id: int, now: datetime) -> Select[PassportShare]:
    return select(PassportShare).where(
        PassportShare.person_id == person_id,
        PassportShare.revoked_at.is_(None),
        PassportShare.expires_at > now,
    )


def get_share(db: Session, share_id: int) -> PassportShare:
    """Raises NotFound."""
    return existing(db.get(PassportShare, share_id))


def get_share_of(db: Session, token_hash: str) -> PassportShare:
    """Good or not, with its person. Raises NotFound."""
    statement = select(PassportShare).where(PassportShare.token_hash == token_hash)
    return existing(db.scalar(statement.options(joinedload(PassportShare.person))))

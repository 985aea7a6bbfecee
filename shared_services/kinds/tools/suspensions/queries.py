"""Reads about who is suspended, and what is unsettled."""

from datetime import datetime

from sqlalchemy import and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session, joinedload

from shared_services.booking.models import Booking, BookingStatus
from shared_services.core.errors import existing

from ..loans.models import LendingRules, LoanUnit
from ..models import Tool
from .models import LendingSuspension


def list_standing(db: Session, person_id: int) -> list[LendingSuspension]:
    """The suspensions of a person that stand, in every hub."""
    standing = (LendingSuspension.person_id == person_id, LendingSuspension.ended_at.is_(None))
    return list(db.scalars(select(LendingSuspension).where(*standing).order_by(LendingSuspension.id)))


def find_suspension(db: Session, hub_id: int | None, person_id: int) -> LendingSuspension | None:
    """The one that stands."""
    return db.scalar(
        select(LendingSuspension).where(
            LendingSuspension.hub_id == hub_id,
            LendingSuspension.person_id == person_id,
            LendingSuspension.ended_at.is_(None),
        )
    )


def find_suspension_by_id(db: Session, suspension_id: int) -> LendingSuspension | None:
    """With its person and its hub."""
    statement = select(LendingSuspension).where(LendingSuspension.id == suspension_id)
    return db.scalar(
        statement.options(joinedload(LendingSuspension.person), joinedload(LendingSuspension.hub))
    )


def get_suspension(db: Session, suspension_id: int) -> LendingSuspension:
    """With its person and its hub. Raises NotFound."""
    return existing(find_suspension_by_id(db, suspension_id))


def lock_suspension(db: Session, suspension_id: int) -> LendingSuspension:
    """Locked, and read again. Raises NotFound."""
    statement = select(LendingSuspension).where(LendingSuspension.id == suspension_id).with_for_update()
    return existing(db.scalar(statement.execution_options(populate_existing=True)))


def list_suspensions(db: Session, hub_id: int) -> list[LendingSuspension]:
    """Those that stand in a hub, with their people: first those that are to be looked at again."""
    statement = (
        select(LendingSuspension)
        .where(LendingSuspension.hub_id == hub_id, LendingSuspension.ended_at.is_(None))
        .options(joinedload(LendingSuspension.person))
    )
    found = list(db.scalars(statement.order_by(LendingSuspension.suspended_at, LendingSuspension.id)))
    return sorted(found, key=lambda one: not one.is_appealed)


def is_suspended_for(db: Session, booking_id: int) -> bool:
    """Whether that loan has suspended its borrower already."""
    statement = select(LendingSuspension.id).where(LendingSuspension.booking_id == booking_id)
    return db.scalar(statement) is not None


def list_too_late(db: Session, *, now: datetime) -> list[tuple[Booking, int]]:
    """Loans with a unit out that are late in a hub that suspends, and after how many days it does."""
    out = exists().where(LoanUnit.booking_id == Booking.id, LoanUnit.returned_at.is_(None))
    known = exists().where(LendingSuspension.booking_id == Booking.id)
    statement = (
        select(Booking, LendingRules.late_days)
        .join(Tool, Tool.id == Booking.bookable_id)
        .join(LendingRules, LendingRules.hub_id == Tool.hub_id)
        .where(
            Booking.status == BookingStatus.CONFIRMED,
            Booking.ends_at < now,
            LendingRules.late_days.is_not(None),
            out,
            not_(known),
        )
        .options(joinedload(Booking.bookable))
        .order_by(Booking.ends_at, Booking.id)
    )
    return [(booking, late_days or 0) for booking, late_days in db.execute(statement)]


def count_unsettled(db: Session, hub_id: int, person_id: int, *, now: datetime) -> int:
    """How many units of a hub she has beyond their day, or brought back incomplete, and not settled."""
    late = and_(LoanUnit.returned_at.is_(None), Booking.ends_at < now)
    incomplete = and_(
        LoanUnit.returned_at.is_not(None), LoanUnit.missing != "", LoanUnit.settled_at.is_(None)
    )
    statement = (
        select(func.count())
        .select_from(LoanUnit)
        .join(Booking, Booking.id == LoanUnit.booking_id)
        .join(Tool, Tool.id == Booking.bookable_id)
        .where(Tool.hub_id == hub_id, Booking.person_id == person_id, or_(late, incomplete))
    )
    return db.scalar(statement) or 0

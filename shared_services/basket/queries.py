"""Reads about baskets."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from shared_services.booking.models import Booking, Hold
from shared_services.core.errors import existing
from shared_services.core.references import clean_reference

from .models import REMEMBERED_FOR, BasketLine


def list_lines(db: Session, person_id: int) -> list[BasketLine]:
    """A person's basket as it is now, in the order of adding, each with its bookable."""
    statement = select(BasketLine).where(BasketLine.person_id == person_id).order_by(BasketLine.id)
    statement = statement.options(joinedload(BasketLine.bookable))
    return list(db.scalars(statement.execution_options(populate_existing=True)))


def list_slots(db: Session, person_id: int) -> list[tuple[int, range]]:
    """What a person's basket has of which bookables."""
    columns = (BasketLine.bookable_id, BasketLine.first_slot, BasketLine.last_slot)
    rows = db.execute(select(*columns).where(BasketLine.person_id == person_id))
    return [(bookable_id, range(first, last + 1)) for bookable_id, first, last in rows]


def count_lines(db: Session, person_id: int) -> int:
    return db.scalar(select(func.count()).where(BasketLine.person_id == person_id)) or 0


def find_line(db: Session, line_id: int) -> BasketLine | None:
    """As it is now, with its bookable."""
    statement = select(BasketLine).where(BasketLine.id == line_id).options(joinedload(BasketLine.bookable))
    return db.scalar(statement.execution_options(populate_existing=True))


def get_line(db: Session, line_id: int) -> BasketLine:
    """Raises NotFound."""
    return existing(find_line(db, line_id))


def list_held(db: Session, line_ids: Iterable[int]) -> set[int]:
    """Which of those lines still have their units."""
    held = select(Hold.basket_line_id).where(Hold.basket_line_id.in_(list(line_ids)))
    return {line_id for line_id in db.scalars(held) if line_id is not None}


def list_expired(db: Session, *, now: datetime) -> list[int]:
    """The numbers of lines whose units are to be given back, the oldest first."""
    statement = (
        select(BasketLine.id)
        .join(Hold, Hold.basket_line_id == BasketLine.id)
        .where(BasketLine.held_until <= now)
        .distinct()
        .order_by(BasketLine.id)
    )
    return list(db.scalars(statement))


def list_to_forget(db: Session, *, now: datetime) -> list[int]:
    """The numbers of lines that nobody kept again for a week."""
    statement = select(BasketLine.id).where(BasketLine.held_until <= now - REMEMBERED_FOR)
    return list(db.scalars(statement.order_by(BasketLine.id)))


def list_booked(db: Session, person_id: int, references: Iterable[str]) -> list[Booking]:
    """A person's own bookings of those references, with what they book, the soonest first."""
    wanted = [clean_reference(reference) for reference in references]
    statement = (
        select(Booking)
        .where(Booking.person_id == person_id, Booking.reference.in_(wanted))
        .options(joinedload(Booking.bookable))
        .order_by(Booking.starts_at, Booking.id)
    )
    return list(db.scalars(statement))

"""Reads about what is booked, whatever its kind."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared_services.catalogue.models import Offer
from shared_services.core.errors import existing

from ..models import Bookable, BookableStatus, Hold


def list_coming(db: Session, offer_ids: Sequence[int], *, now: datetime) -> list[Bookable]:
    """Scheduled bookables of those offers that have not started, the soonest first."""
    return list(
        db.scalars(
            select(Bookable)
            .where(
                Bookable.offer_id.in_(offer_ids),
                Bookable.status == BookableStatus.SCHEDULED,
                Bookable.starts_at > now,
            )
            .order_by(Bookable.starts_at, Bookable.id)
        )
    )


def list_required(db: Session, for_bookable_id: int) -> list[tuple[int, str, int]]:
    """What is held for a date besides people: the bookable, its title, how many units; by title."""
    statement = (
        select(Hold.bookable_id, Offer.title, Hold.units)
        .join(Bookable, Bookable.id == Hold.bookable_id)
        .join(Offer, Offer.id == Bookable.offer_id)
        .where(Hold.for_bookable_id == for_bookable_id)
        .distinct()
        .order_by(Offer.title, Hold.bookable_id)
    )
    return [(row.bookable_id, row.title, row.units) for row in db.execute(statement)]


def kinds_of(db: Session, bookable_ids: Sequence[int]) -> dict[int, str]:
    """The kind of each of those bookables."""
    statement = select(Bookable.id, Bookable.kind).where(Bookable.id.in_(bookable_ids))
    return {row.id: row.kind for row in db.execute(statement)}


def get_bookable(db: Session, bookable_id: int) -> Bookable:
    """Raises NotFound."""
    return existing(db.scalar(select(Bookable).where(Bookable.id == bookable_id)))


def find_title(db: Session, bookable: Bookable) -> str:
    """What people call it: the title of its offer; empty for somebody's time."""
    return db.scalar(select(Offer.title).where(Offer.id == bookable.offer_id)) or ""

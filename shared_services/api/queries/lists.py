"""The lists that programs read, by key and not by page: what is added meanwhile moves nothing."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from shared_services.booking.models import Bookable, Booking
from shared_services.catalogue.models import Offer
from shared_services.catalogue.search import answering
from shared_services.core.errors import existing
from shared_services.core.references import clean_reference
from shared_services.finding.queries import dates_answering, offers_answering
from shared_services.finding.wish import Wish
from shared_services.kinds.trainings.models import TrainingSession
from shared_services.pathways.models import PathwayOffer
from shared_services.pathways.queries import published_pathways


def list_offers(
    db: Session, wish: Wish, *, after: tuple[str, int] | None, most: int, now: datetime
) -> list[Offer]:
    """Published offers that answer, by title, with hub and themes."""
    statement = select(Offer).where(*offers_answering(wish, slips=False, now=now))
    if after is not None:
        statement = statement.where(tuple_(Offer.sort_key, Offer.id) > after)
    statement = statement.options(joinedload(Offer.hub), selectinload(Offer.themes))
    return list(db.scalars(statement.order_by(Offer.sort_key, Offer.id).limit(most)))


def list_pathways(db: Session, words: str, *, after: tuple[str, int] | None, most: int) -> list[PathwayOffer]:
    """Published pathways that answer the words, by title, with hub and themes."""
    statement = published_pathways(words).options(selectinload(PathwayOffer.themes))
    if after is not None:
        statement = statement.where(tuple_(PathwayOffer.sort_key, PathwayOffer.id) > after)
    return list(db.scalars(statement.limit(most)))


def list_session_ids(
    db: Session,
    wish: Wish,
    *,
    offer_id: int | None,
    after: tuple[datetime, int] | None,
    most: int,
    now: datetime,
) -> list[int]:
    """Sessions to come of published offers that answer, the soonest first."""
    statement = (
        select(TrainingSession.id)
        .join(Offer, Offer.id == TrainingSession.offer_id)
        .where(*answering(wish), *dates_answering(wish, now=now))
    )
    if offer_id is not None:
        statement = statement.where(Bookable.offer_id == offer_id)
    if after is not None:
        starts_at, last_id = after
        later = Bookable.starts_at > starts_at
        statement = statement.where(or_(later, (Bookable.starts_at == starts_at) & (Bookable.id > last_id)))
    return list(db.scalars(statement.order_by(Bookable.starts_at, Bookable.id).limit(most)))


def list_bookings(
    db: Session,
    *,
    person_id: int | None,
    organisation_ids: Sequence[int],
    status: str | None,
    bookable_id: int | None,
    before: int | None,
    most: int,
) -> list[Booking]:
    """What a person booked, or was booked for these organisations, the newest first."""
    whose = or_(Booking.person_id == person_id, Booking.organisation_id.in_(organisation_ids))
    statement = select(Booking).where(whose).options(*_with_all())
    if status is not None:
        statement = statement.where(Booking.status == status)
    if bookable_id is not None:
        statement = statement.where(Booking.bookable_id == bookable_id)
    if before is not None:
        statement = statement.where(Booking.id < before)
    return list(db.scalars(statement.order_by(Booking.id.desc()).limit(most)))


def get_booking(db: Session, reference: str) -> Booking:
    """With all that is told about it, as it is now. Raises NotFound."""
    statement = select(Booking).where(Booking.reference == clean_reference(reference)).options(*_with_all())
    return existing(db.scalar(statement.execution_options(populate_existing=True)))


def _with_all() -> tuple[ORMOption, ...]:
    return (
        joinedload(Booking.bookable).joinedload(Bookable.hub),
        joinedload(Booking.person),
        joinedload(Booking.organisation),
    )

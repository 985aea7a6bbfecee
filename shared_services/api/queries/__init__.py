"""What calendars hold."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from shared_services.booking.models import Bookable, BookableStatus, Booking, BookingStatus
from shared_services.catalogue.models import Offer, OfferStatus
from shared_services.core.audit import AuditEntry
from shared_services.core.database import Model, tables_of
from shared_services.kinds.expertise.models import Expert
from shared_services.kinds.trainings.models import session_trainer

from ..models import Feed

PAST_KEPT = timedelta(days=90)
CANCELLED_KEPT = timedelta(days=30)
WITH_A_PLACE = (
    BookingStatus.CONFIRMED,
    BookingStatus.PENDING,
    BookingStatus.OFFERED,
    BookingStatus.ATTENDED,
    BookingStatus.NO_SHOW,
)


def list_feeds(db: Session, person_id: int) -> list[Feed]:
    """Her calendars that are open today."""
    return list(db.scalars(select(Feed).where(Feed.person_id == person_id, Feed.revoked_at.is_(None))))


def find_feed(db: Session, feed_id: int) -> Feed | None:
    """An open calendar of an account that lives and is not blocked, with its person."""
    feed = db.scalar(
        select(Feed).where(Feed.id == feed_id, Feed.revoked_at.is_(None)).options(joinedload(Feed.person))
    )
    if feed is None or feed.person.erased_at is not None or feed.person.blocked_at is not None:
        return None
    return feed


def list_places(db: Session, person_id: int, *, now: datetime) -> list[Booking]:
    """The places a person holds, or held until lately: what was cancelled stays thirty days."""
    places = (
        select(Booking)
        .where(
            Booking.person_id == person_id,
            Booking.starts_at > now - PAST_KEPT,
            or_(Booking.status.in_(WITH_A_PLACE), Booking.confirmed_at.is_not(None)),
        )
        .options(joinedload(Booking.bookable))
        .order_by(Booking.starts_at, Booking.id)
    )
    found = list(db.scalars(places))
    gone = [booking.id for booking in found if booking.status == BookingStatus.CANCELLED]
    lately = ids_cancelled_since(db, Booking, gone, since=now - CANCELLED_KEPT)
    return [booking for booking in found if booking.status != BookingStatus.CANCELLED or booking.id in lately]


def list_taught(db: Session, person_id: int, *, now: datetime) -> list[Bookable]:
    """The sessions a person teaches; those cancelled stay thirty days."""
    taught = select(session_trainer.c.session_id).where(session_trainer.c.person_id == person_id)
    return _still_told(db, Bookable.id.in_(taught), now=now)


def list_given(db: Session, person_id: int, *, now: datetime) -> list[Booking]:
    """The appointments that a person gives, of the last thirty days and to come."""
    statement = (
        select(Booking)
        .join(Expert, Expert.id == Booking.bookable_id)
        .where(Expert.person_id == person_id, Booking.ends_at > now - CANCELLED_KEPT)
        .options(joinedload(Booking.bookable))
    )
    return list(db.scalars(statement.order_by(Booking.starts_at, Booking.id)))


def list_public(db: Session, hub_id: int, *, now: datetime) -> list[Bookable]:
    """The sessions of a hub's published offers; those cancelled stay thirty days."""
    public = select(Offer.id).where(Offer.hub_id == hub_id, Offer.status == OfferStatus.PUBLISHED)
    return _still_told(db, Bookable.offer_id.in_(public), now=now)


def ids_cancelled_since(db: Session, model: type[Model], ids: Sequence[int], *, since: datetime) -> set[int]:
    """Which of those rows were cancelled after that instant."""
    told = (
        select(AuditEntry.subject_id)
        .where(
            AuditEntry.subject_kind.in_(tables_of(model)),
            AuditEntry.subject_id.in_(ids),
            AuditEntry.action == "cancelled",
        )
        .group_by(AuditEntry.subject_id)
        .having(func.max(AuditEntry.at) >= since)
    )
    return set(db.scalars(told))


def _still_told(db: Session, which: ColumnElement[bool], *, now: datetime) -> list[Bookable]:
    found = list(
        db.scalars(
            select(Bookable)
            .where(which, Bookable.starts_at > now - PAST_KEPT)
            .order_by(Bookable.starts_at, Bookable.id)
        )
    )
    gone = [bookable.id for bookable in found if bookable.status == BookableStatus.CANCELLED]
    lately = ids_cancelled_since(db, Bookable, gone, since=now - CANCELLED_KEPT)
    return [one for one in found if one.status != BookableStatus.CANCELLED or one.id in lately]

"""What needs a hub's managers, and their dates."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, case, exists, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from shared_services.booking.models import (
    Bookable,
    BookableStatus,
    Booking,
    BookingStatus,
    Hold,
    StaffTime,
    Verdict,
)
from shared_services.catalogue.models import Offer, OfferStatus
from shared_services.catalogue.revisions.models import OfferRevision, RevisionStatus
from shared_services.network.models import BondState, Membership

SOON = timedelta(days=14)
HORIZON = timedelta(days=92)
DATES_ON_DESK = 3


# The desk and the calendar show what comes first. Related rows are fetched five hundred at a time: with these
# bounds they send as many statements for the largest hub as for the smallest.
MOST_DATES, MOST_ROWS = 300, 50
MOST_IN_CALENDAR = 450


def list_pending(db: Session, hub_id: int) -> list[Booking]:
    """Bookings that wait for the hub's agreement, the first to expire first."""
    return list(
        db.scalars(
            _bookings_of_hub(hub_id)
            .where(Booking.status == BookingStatus.PENDING)
            .order_by(Booking.expires_at, Booking.id)
            .limit(MOST_ROWS)
        )
    )


def _bookings_of_hub(hub_id: int) -> Select[Booking]:
    return (
        select(Booking)
        .join(Booking.bookable)
        .where(Bookable.hub_id == hub_id)
        .options(
            contains_eager(Booking.bookable).joinedload(Bookable.offer),
            joinedload(Booking.person),
            joinedload(Booking.organisation),
        )
    )


def list_places_to_answer(db: Session, hub_id: int, *, now: datetime, within: timedelta) -> list[Booking]:
    """Places offered to somebody who has little time left to answer, the shortest first."""
    return list(
        db.scalars(
            _bookings_of_hub(hub_id)
            .where(
                Booking.status == BookingStatus.OFFERED,
                Booking.expires_at > now,
                Booking.expires_at <= now + within,
            )
            .order_by(Booking.expires_at, Booking.id)
            .limit(MOST_ROWS)
        )
    )


def list_asked(db: Session, hub_id: int, *, now: datetime) -> list[Bookable]:
    """The hub's dates with too few people, of which it must say whether they stand, the soonest first."""
    return list(
        db.scalars(
            select(Bookable)
            .where(
                Bookable.hub_id == hub_id,
                Bookable.status == BookableStatus.SCHEDULED,
                Bookable.verdict == Verdict.ASKED,
                Bookable.starts_at > now,
            )
            .options(joinedload(Bookable.offer))
            .order_by(Bookable.starts_at, Bookable.id)
            .limit(MOST_ROWS)
        )
    )


def list_without_attendance(db: Session, hub_id: int, *, now: datetime) -> dict[int, tuple[Bookable, int]]:
    """What is over and how many people nobody noted as present or absent, the oldest first."""
    rows = db.execute(
        select(Bookable, func.count(Booking.id))
        .join(Booking, Booking.bookable_id == Bookable.id)
        .where(
            Bookable.hub_id == hub_id,
            Bookable.ends_at <= now,
            Booking.status == BookingStatus.CONFIRMED,
        )
        .options(selectinload(Bookable.offer))
        .group_by(Bookable.id)
        .order_by(Bookable.ends_at, Bookable.id)
        .limit(MOST_ROWS)
    )
    return {bookable.id: (bookable, count) for bookable, count in rows}


def list_pending_of(db: Session, hub_id: int, references: Sequence[str]) -> list[Booking]:
    """The bookings of this hub that have those references, in the order they were asked for."""
    return list(
        db.scalars(
            _bookings_of_hub(hub_id)
            .where(Booking.reference.in_(references))
            .order_by(Booking.asked_at, Booking.id)
        )
    )


def list_hub_dates(db: Session, hub_id: int, *, now: datetime) -> list[Bookable]:
    """The hub's scheduled dates of the coming weeks, the soonest first, with their offer."""
    return list(
        db.scalars(
            select(Bookable)
            .where(
                Bookable.hub_id == hub_id,
                Bookable.offer_id.is_not(None),
                Bookable.status == BookableStatus.SCHEDULED,
                Bookable.starts_at > now,
                Bookable.starts_at <= now + HORIZON,
            )
            .options(joinedload(Bookable.offer))
            .order_by(Bookable.starts_at, Bookable.id)
            .limit(MOST_DATES)
        )
    )


def list_hub_dates_between(
    db: Session,
    hub_id: int,
    *,
    first: datetime,
    last: datetime,
    trainer_id: int = 0,
    offer_id: int = 0,
    status: BookableStatus | None = None,
) -> list[Bookable]:
    """What the hub holds between two instants, with its offer; of one trainer, offer or state when said.

    At most MOST_IN_CALENDAR, the soonest first.
    """
    statement = (
        select(Bookable)
        .where(
            Bookable.hub_id == hub_id,
            Bookable.offer_id.is_not(None),
            Bookable.starts_at < last,
            Bookable.ends_at > first,
        )
        .options(joinedload(Bookable.offer))
        .order_by(Bookable.starts_at, Bookable.id)
    )
    if trainer_id:  # whoever teaches has her time held for it
        held = select(Hold.for_bookable_id).join(StaffTime, StaffTime.id == Hold.bookable_id)
        statement = statement.where(Bookable.id.in_(held.where(StaffTime.person_id == trainer_id)))
    if offer_id:
        statement = statement.where(Bookable.offer_id == offer_id)
    if status:
        statement = statement.where(Bookable.status == status)
    return list(db.scalars(statement.limit(MOST_IN_CALENDAR)))


def list_offers_of_hub(db: Session, hub_id: int) -> list[Offer]:
    """Every offer of the hub, by title."""
    statement = select(Offer).where(Offer.hub_id == hub_id).order_by(Offer.sort_key, Offer.id)
    return list(db.scalars(statement))


def list_membership_requests(db: Session, hub_id: int) -> list[Membership]:
    """Organisations that ask to join the hub, the oldest request first."""
    return list(
        db.scalars(
            select(Membership)
            .where(Membership.hub_id == hub_id, Membership.state == BondState.REQUESTED)
            .options(joinedload(Membership.organisation))
            .order_by(Membership.requested_at, Membership.id)
        )
    )


def list_unfinished_offers(db: Session, hub_id: int) -> list[Offer]:
    """The hub's offers that somebody must take further: returned texts first, then drafts."""
    edit_returned = exists().where(
        OfferRevision.offer_id == Offer.id, OfferRevision.status == RevisionStatus.RETURNED
    )
    returned_first = case((or_(Offer.status == OfferStatus.RETURNED, edit_returned), 0), else_=1)
    return list(
        db.scalars(
            select(Offer)
            .where(
                Offer.hub_id == hub_id,
                or_(Offer.status.in_([OfferStatus.RETURNED, OfferStatus.DRAFT]), edit_returned),
            )
            .order_by(returned_first, Offer.updated_at.desc(), Offer.id)
        )
    )

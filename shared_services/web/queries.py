"""What the home page and the page of a hub read."""

from datetime import datetime

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session, contains_eager

from shared_services.booking.kinds import kinds_with_dates
from shared_services.booking.models import LIVE, Bookable, BookableStatus, Booking
from shared_services.catalogue.models import Offer, OfferStatus
from shared_services.network.models import BondState, Hub, Membership


def list_next_bookables(
    db: Session, *, now: datetime, most: int, hub_id: int | None = None
) -> list[Bookable]:
    """The soonest scheduled bookables of published offers, with their offer; of one hub, or of all."""
    statement = (
        select(Bookable)
        .join(Bookable.offer)
        .where(
            Offer.status == OfferStatus.PUBLISHED,
            Bookable.status == BookableStatus.SCHEDULED,
            Bookable.starts_at > now,
        )
        .options(contains_eager(Bookable.offer))
        .order_by(Bookable.starts_at, Bookable.id)
        .limit(most)
    )
    if hub_id is not None:
        statement = statement.where(Bookable.hub_id == hub_id)
    return list(db.scalars(statement))


def list_published_of(db: Session, hub_id: int, *, most: int) -> list[Offer]:
    """What a hub offers today, by title."""
    published = select(Offer).where(Offer.hub_id == hub_id, Offer.status == OfferStatus.PUBLISHED)
    return list(db.scalars(published.order_by(Offer.sort_key, Offer.id).limit(most)))


def list_coming_bookings(db: Session, person_id: int, *, now: datetime, most: int) -> list[Booking]:
    """The person's live bookings of what is not over, the soonest first, with their bookable."""
    return list(
        db.scalars(
            select(Booking)
            .join(Booking.bookable)
            .where(
                Booking.person_id == person_id,
                Booking.status.in_(LIVE),
                Bookable.status == BookableStatus.SCHEDULED,
                Booking.ends_at > now,
            )
            .options(contains_eager(Booking.bookable))
            .order_by(Booking.starts_at, Booking.id)
            .limit(most)
        )
    )


def count_network(db: Session, *, now: datetime) -> dict[str, int]:
    """The figures of the home page, in one statement: hubs, organisations, offers, coming dates."""
    counts = {
        "hubs": select(func.count(Hub.id)),
        "organisations": select(func.count(distinct(Membership.organisation_id))).where(
            Membership.state == BondState.ACCEPTED
        ),
        "offers": select(func.count(Offer.id)).where(
            Offer.status == OfferStatus.PUBLISHED, Offer.kind.in_(kinds_with_dates())
        ),
        "dates": select(func.count(Bookable.id))
        .join(Bookable.offer)
        .where(
            Offer.status == OfferStatus.PUBLISHED,
            Bookable.status == BookableStatus.SCHEDULED,
            Bookable.starts_at > now,
        ),
    }
    row = db.execute(select(*(count.scalar_subquery() for count in counts.values()))).one()
    return dict(zip(counts, row, strict=True))

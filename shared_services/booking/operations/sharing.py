"""How a hub shares places out: a limit per organisation, kept seats, quotas."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.core.errors import NotFound, existing
from shared_services.network.queries import lock_hub

from .. import queries
from ..errors import BookingClosed
from ..models import Bookable, BookableStatus, KeptSeats, Quota, QuotaPeriod, QuotaScope
from ..sharing.errors import KeptBeyondCapacity, KeptTooLong, QuotaExists
from .promote import promote_next


def limit_per_organisation(
    db: Session, bookable_id: int, limit: int | None, *, by: Person, now: datetime
) -> Bookable:
    """Set how many units one organisation may hold, None for no limit; places held stay.

    Whoever waited for a higher limit only is offered what is free. Raises BookingClosed.
    """
    bookable = _lock_open(db, bookable_id, now)
    before = bookable.organisation_limit
    if before != limit:
        bookable.organisation_limit = limit
        audit.record(
            db, bookable, "organisation_limit", by=by, now=now, details={"from": before, "to": limit}
        )
        promote_next(db, bookable, now=now)
    return bookable


def keep_seats(
    db: Session,
    bookable_id: int,
    *,
    units: int,
    organisation_id: int | None,
    until: datetime,
    by: Person,
    now: datetime,
) -> KeptSeats:
    """Keep units for one organisation, or for the hub's members when None, until an instant.

    Places already given stay where they are. Raises BookingClosed, KeptTooLong when `until` is not
    between now and the closing, KeptBeyondCapacity when more would be kept than there are.
    """
    bookable = _lock_open(db, bookable_id, now)
    if until <= now or (bookable.closes_at is not None and until > bookable.closes_at):
        raise KeptTooLong
    kept = db.scalar(
        select(func.coalesce(func.sum(KeptSeats.units), 0)).where(
            KeptSeats.bookable_id == bookable_id, KeptSeats.until > now
        )
    )
    if int(kept or 0) + units > bookable.capacity:
        raise KeptBeyondCapacity(capacity=bookable.capacity)
    row = KeptSeats(bookable_id=bookable_id, organisation_id=organisation_id, units=units, until=until)
    db.add(row)
    details = {"units": units, "organisation_id": organisation_id, "until": until.isoformat()}
    audit.record(db, bookable, "seats_kept", by=by, now=now, details=details)
    return row


def free_kept_seats(db: Session, kept_id: int, *, by: Person, now: datetime) -> None:
    """Keep those seats no longer, and offer them. Raises NotFound, BookingClosed."""
    kept = existing(db.get(KeptSeats, kept_id))
    bookable = _lock_open(db, kept.bookable_id, now)
    db.delete(kept)
    db.flush()
    audit.record(db, bookable, "seats_freed", by=by, now=now, details={"units": kept.units})
    promote_next(db, bookable, now=now)


def add_quota(
    db: Session,
    hub_id: int,
    *,
    scope: QuotaScope,
    period: QuotaPeriod,
    most: int,
    by: Person,
    now: datetime,
) -> Quota:
    """A rule from now on; places already held stay. Raises QuotaExists for the same scope and period."""
    lock_hub(db, hub_id)
    same = (Quota.hub_id == hub_id, Quota.scope == scope, Quota.period == period)
    if db.scalar(select(Quota.id).where(*same)) is not None:
        raise QuotaExists
    quota = Quota(hub_id=hub_id, scope=scope, period=period, most=most)
    db.add(quota)
    details = {"hub_id": hub_id, "scope": scope.value, "period": period.value, "most": most}
    audit.record(db, quota, "added", by=by, now=now, details=details)
    return quota


def remove_quota(db: Session, hub_id: int, quota_id: int, *, by: Person, now: datetime) -> None:
    """The rule no longer holds. Raises NotFound when it is not this hub's."""
    quota = db.get(Quota, quota_id)
    if quota is None or quota.hub_id != hub_id:
        raise NotFound
    audit.record(db, quota, "removed", by=by, now=now, details={"hub_id": hub_id, "most": quota.most})
    db.delete(quota)


def _lock_open(db: Session, bookable_id: int, now: datetime) -> Bookable:
    bookable = queries.lock_bookables(db, [bookable_id])[bookable_id]
    if bookable.status != BookableStatus.SCHEDULED or bookable.is_over(now):
        raise BookingClosed
    return bookable

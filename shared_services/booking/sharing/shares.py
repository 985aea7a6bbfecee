"""How the places of a bookable are shared: so many per organisation, some kept for some.

Decided under the bookable's lock, at every door where a participant takes a place: booking and
promotion. Staff who add somebody give the kept places themselves.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from shared_services.network.queries import is_member, member_ids

from .. import ledger
from ..errors import OrganisationFull, SeatsKept
from ..models import HOLDING, Bookable, Booking, KeptSeats


def check_share(
    db: Session, bookable: Bookable, organisation_id: int | None, slots: range, units: int, *, now: datetime
) -> None:
    """Raises OrganisationFull or SeatsKept when the organisation may not take so many units more."""
    limit = bookable.organisation_limit
    if limit is not None and organisation_id is not None:
        held = units_of(db, bookable, Booking.organisation_id == organisation_id, slots)
        if held + units > limit:
            raise OrganisationFull(limit=limit)
    kept = units_kept_from(db, bookable, organisation_id, slots, now=now)
    if kept and ledger.units_left(db, bookable, slots) - kept < units:
        raise SeatsKept


def units_kept_from(
    db: Session, bookable: Bookable, organisation_id: int | None, slots: range, *, now: datetime
) -> int:
    """How many units are kept, today, for others than this organisation, and not yet used by them."""
    return sum(
        max(0, kept.units - units_of(db, bookable, _is_for(bookable, kept), slots))
        for kept in list_kept(db, bookable, now=now)
        if not _serves(db, bookable, kept, organisation_id)
    )


def list_kept(db: Session, bookable: Bookable, *, now: datetime) -> list[KeptSeats]:
    """What is still kept, the soonest freed first."""
    statement = (
        select(KeptSeats)
        .where(KeptSeats.bookable_id == bookable.id, KeptSeats.until > now)
        .options(joinedload(KeptSeats.organisation))
        .order_by(KeptSeats.until, KeptSeats.id)
    )
    return list(db.scalars(statement))


def units_of(db: Session, bookable: Bookable, whose: ColumnElement[bool], slots: range) -> int:
    """Units of a bookable held by some of its bookings, in the slot of `slots` where they hold most."""
    ranges = (Booking.first_slot, Booking.last_slot)
    held = (
        select(*ranges, func.sum(Booking.units))
        .where(
            Booking.bookable_id == bookable.id,
            Booking.status.in_(HOLDING),
            Booking.first_slot <= slots[-1],
            Booking.last_slot >= slots[0],
            whose,
        )
        .group_by(*ranges)
    )
    rows = [(range(first, last + 1), int(units)) for first, last, units in db.execute(held)]
    # What is held only grows where a booking begins.
    begins = {max(taken[0], slots[0]) for taken, _units in rows}
    return max((sum(units for taken, units in rows if slot in taken) for slot in begins), default=0)


def _serves(db: Session, bookable: Bookable, kept: KeptSeats, organisation_id: int | None) -> bool:
    if organisation_id is None:
        return False
    if kept.organisation_id is not None:
        return kept.organisation_id == organisation_id
    return bookable.hub_id is not None and is_member(db, organisation_id, bookable.hub_id)


def _is_for(bookable: Bookable, kept: KeptSeats) -> ColumnElement[bool]:
    if kept.organisation_id is not None:
        return Booking.organisation_id == kept.organisation_id
    return Booking.organisation_id.in_(member_ids(bookable.hub_id or 0))

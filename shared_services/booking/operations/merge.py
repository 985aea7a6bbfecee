"""Bringing the people of one date into another one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from .. import ledger, messages, moves, presence, queries
from ..deadlines import approval_deadline
from ..errors import MergeDoesNotFit, OtherOffer
from ..models import HOLDING, Bookable, Booking, BookingStatus, CancelledBy
from ..periods import ONE_SLOT
from .bookables import cancel_bookable
from .promote import promote_next
from .reserve import check_open

TIME_TO_STEP_OUT = timedelta(days=3)


@dataclass
class Merge:
    """What a merge does: who moves with a place, who moves waiting, who is in both dates already."""

    placed: list[Booking] = field(default_factory=list)
    waiting: list[Booking] = field(default_factory=list)
    in_both: list[Booking] = field(default_factory=list)
    units_left: int = 0

    @property
    def units(self) -> int:
        return sum(booking.units for booking in self.placed)

    @property
    def fits(self) -> bool:
        return self.units <= self.units_left


def foresee_merge(db: Session, origin: Bookable, target: Bookable) -> Merge:
    """Who would move from `origin` to `target`, without moving anybody.

    Somebody in both keeps the better of her two bookings: a place rather than a rank, else the target's.
    """
    coming = queries.list_live_bookings(db, origin.id)
    there = queries.find_live_bookings(db, target.id, [booking.person_id for booking in coming])
    merge = Merge(units_left=ledger.units_left(db, target, ONE_SLOT))
    for booking in coming:
        other = there.get(booking.person_id)
        if other is not None and (other.status in HOLDING or booking.status not in HOLDING):
            merge.in_both.append(booking)
        elif booking.status in HOLDING:
            merge.placed.append(booking)
        else:
            merge.waiting.append(booking)
    return merge


def merge_bookables(
    db: Session, origin_id: int, target_id: int, *, by: Person, reason: str, now: datetime
) -> Merge:
    """Move everybody from one date to another of the same kind, then cancel the first.

    Who holds a place keeps one, with her state; who waits keeps the date of her request, and so her
    turn. All of those with a place, or nobody. Each is told, and may step out for three days whatever
    the cut-off. Raises MergeDoesNotFit, BookingClosed, PeopleWereThere, OtherOffer for another kind.
    """
    locked = queries.lock_bookables(db, [origin_id, target_id])
    origin, target = locked[origin_id], locked[target_id]
    if origin.id == target.id or origin.kind != target.kind:
        raise OtherOffer
    check_open(origin, origin.period, staff_adds=True, now=now)
    check_open(target, target.period, staff_adds=True, now=now)
    presence.check_all_leave(db, origin.id)
    merge = foresee_merge(db, origin, target)
    if not merge.fits:
        raise MergeDoesNotFit(left=merge.units_left, people=merge.units)
    # Calendars only follow a date that is newer than the one they hold (RFC 5545, SEQUENCE).
    target.sequence = max(target.sequence, origin.sequence) + 1
    _leave_ranks_behind(db, merge.placed, target, by=by, now=now)
    for booking in [*merge.placed, *merge.waiting]:
        _bring(db, booking, origin, target, by=by, reason=reason, now=now)
    for group in queries.list_groups(db, origin.id):
        group.bookable_id = target.id
    db.flush()
    for booking in [*merge.placed, *merge.waiting]:
        messages.post_merged(db, booking, before=origin.starts_at, now=now)
    # Those who are in both are cancelled here with the date itself, and told why.
    cancel_bookable(db, origin.id, by=by, reason=reason, now=now)
    promote_next(db, target, now=now)
    return merge


def _leave_ranks_behind(
    db: Session, placed: Sequence[Booking], target: Bookable, *, by: Person, now: datetime
) -> None:
    """Who comes with a place no longer waits for one there."""
    there = queries.find_live_bookings(db, target.id, [booking.person_id for booking in placed])
    for rank in there.values():
        moves.move(
            db,
            rank,
            target,
            BookingStatus.CANCELLED,
            by=by,
            now=now,
            cancelled_by=CancelledBy.HUB,
        )
    db.flush()


def _bring(
    db: Session,
    booking: Booking,
    origin: Bookable,
    target: Bookable,
    *,
    by: Person,
    reason: str,
    now: datetime,
) -> None:
    """The same booking in the other date, in the same state; its units follow."""
    if booking.status in HOLDING:
        ledger.take(db, target, booking.slots, booking.units)
        ledger.give_back(db, origin.id, booking.slots, booking.units)
    booking.bookable_id, booking.period = target.id, target.period
    until = now + TIME_TO_STEP_OUT
    booking.free_until = min(until, target.starts_at) if target.starts_at else until
    if booking.expires_at is not None:
        booking.expires_at = approval_deadline(target.period, now)
    details = {"from": origin.id, "to": target.id}
    audit.record(db, booking, "merged", by=by, now=now, reason=reason, details=details)

"""The life of a booking: which moves are legal, and the ledger that follows each of them."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from . import along, ledger
from .errors import IllegalMove
from .models import HOLDING, Bookable, Booking, BookingStatus, CancelledBy

S = BookingStatus

LEGAL: dict[BookingStatus, frozenset[BookingStatus]] = {
    S.PENDING: frozenset({S.CONFIRMED, S.REFUSED, S.CANCELLED}),
    S.CONFIRMED: frozenset({S.CANCELLED, S.ATTENDED, S.NO_SHOW}),
    S.WAITLISTED: frozenset({S.OFFERED, S.PENDING, S.CONFIRMED, S.REFUSED, S.CANCELLED}),
    S.OFFERED: frozenset({S.CONFIRMED, S.PENDING, S.CANCELLED}),
    S.ATTENDED: frozenset({S.NO_SHOW}),
    S.NO_SHOW: frozenset({S.ATTENDED}),
    S.CANCELLED: frozenset(),
    S.REFUSED: frozenset(),
}


def move(
    db: Session,
    booking: Booking,
    bookable: Bookable,
    to: BookingStatus,
    *,
    by: Person | None,
    now: datetime,
    reason: str = "",
    expires_at: datetime | None = None,
    cancelled_by: CancelledBy | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Move a booking of a locked bookable; units are taken or given back as the statuses say.

    Raises IllegalMove outside the table above, Full when the units are not there.
    """
    before = booking.status
    if to not in LEGAL[before]:
        raise IllegalMove
    if to in HOLDING and before not in HOLDING:
        with db.begin_nested():
            ledger.take(db, bookable, booking.slots, booking.units)
            along.keep_for(db, booking, along.take_along(db, bookable, booking.slots))
    if before in HOLDING and to not in HOLDING:
        ledger.give_back(db, bookable.id, booking.slots, booking.units)
        along.give_back_along(db, booking)
    booking.status = to
    booking.expires_at = expires_at
    booking.cancelled_by = cancelled_by
    if reason:
        booking.reason = reason
    if to == S.CONFIRMED:
        booking.confirmed_at = now
    audit.record(
        db,
        booking,
        to.value,
        by=by,
        now=now,
        moved=(before.value, to.value),
        reason=reason or None,
        details=details,
    )


def settle_elsewhere(
    db: Session,
    booking: Booking,
    origin: Bookable,
    target: Bookable,
    *,
    by: Person,
    reason: str,
    now: datetime,
) -> None:
    """Confirm a booking on `target`, where its units were just taken, and give back those of `origin`.

    What goes along is passed on too. Raises Full when it is not free at the target.
    """
    before = booking.status
    if before in HOLDING:
        ledger.give_back(db, origin.id, booking.slots, booking.units)
        along.give_back_along(db, booking)
    slots = target.period.slots if target.is_dated else booking.slots
    along.keep_for(db, booking, along.take_along(db, target, slots))
    booking.bookable_id = target.id
    if target.is_dated:
        booking.period = target.period
    booking.status = S.CONFIRMED
    booking.approved_at = booking.confirmed_at = now
    booking.expires_at = None
    details = {"from": origin.id, "to": target.id}
    moved = (before.value, S.CONFIRMED.value)
    audit.record(
        db,
        booking,
        "moved",
        by=by,
        now=now,
        moved=moved,
        reason=reason,
        details=details,
    )


def check_status(booking: Booking, wanted: BookingStatus) -> None:
    """Raises IllegalMove when the booking is no longer in the status the decision was about."""
    if booking.status != wanted:
        raise IllegalMove

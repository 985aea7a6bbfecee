"""Moving a booking to another date, or a place to another person."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from .. import messages, moves, queries
from ..errors import AlreadyBooked, IllegalMove, OtherOffer
from ..models import LIVE, Booking
from .promote import promote_next
from .reserve import check_open, take_without_overtaking


def move_booking(
    db: Session,
    booking_id: int,
    to_bookable_id: int,
    *,
    by: Person,
    reason: str,
    now: datetime,
) -> Booking:
    """Staff move a booking to another bookable of the same offer, or leave it; the old units are passed on.

    Raises OtherOffer, AlreadyBooked, BookingClosed, Full: the booking then stays where it was.
    """
    origin_id = queries.get_bookable_id(db, booking_id)
    locked = queries.lock_bookables(db, [origin_id, to_bookable_id])
    origin, target = locked[origin_id], locked[to_bookable_id]
    booking = queries.reread_booking(db, booking_id)
    if booking.bookable_id != origin.id or booking.status not in LIVE:
        raise IllegalMove
    if target.id == origin.id or target.offer_id != origin.offer_id:
        raise OtherOffer
    if live := queries.find_live_booking(db, target.id, booking.person_id, booking.slots):
        raise AlreadyBooked(reference=live.reference)
    check_open(target, staff_adds=True, now=now)
    take_without_overtaking(db, target, booking.slots, booking.units, now=now)
    moves.settle_elsewhere(db, booking, origin, target, by=by, reason=reason, now=now)
    messages.post_status(db, booking, target, now=now)
    promote_next(db, origin, now=now)
    return booking


def swap_person(
    db: Session,
    booking_id: int,
    person: Person,
    *,
    organisation_id: int | None,
    by: Person,
    reason: str,
    now: datetime,
) -> Booking:
    """Give a place to another person; units, rank and status stay. Both are told.

    Raises AlreadyBooked when she is already in, IllegalMove when the booking is over.
    """
    booking, bookable = queries.lock_booking(db, booking_id)
    if booking.status not in LIVE:
        raise IllegalMove
    if live := queries.find_live_booking(db, bookable.id, person.id, booking.slots):
        raise AlreadyBooked(reference=live.reference)
    before = booking.person_id
    messages.post_replaced(db, booking, bookable, now=now)
    booking.person_id = person.id
    booking.organisation_id = organisation_id
    audit.record(
        db,
        booking,
        "swapped",
        by=by,
        now=now,
        reason=reason,
        details={"from": before, "to": person.id},
    )
    db.flush()  # the message goes to the new person
    messages.post_status(db, booking, bookable, now=now)
    return booking

"""Moving a booking to another date, or a place to another person."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.queries import get_person
from shared_services.core import audit
from shared_services.core.errors import NotFound
from shared_services.network.queries import is_affiliated

from .. import along, ledger, messages, moves, presence, queries
from ..deadlines import approval_deadline
from ..errors import AlreadyBooked, BookingClosed, IllegalMove, NotAColleague, OtherOffer, TooLateToCancel
from ..models import LIVE, Bookable, Booking, BookingStatus, CancelledBy
from ..periods import Period
from ..sharing import quotas
from ..waiting import list_waiting
from .cancel import cancel, is_too_late
from .promote import promote_next
from .questions import drop_answers
from .reserve import check_open, check_quotas, reserve, take_without_overtaking

MOVABLE = frozenset({BookingStatus.PENDING, BookingStatus.CONFIRMED})


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

    Raises OtherOffer, AlreadyBooked, BookingClosed, Full, and what presence.check_leaves raises: the booking
    then stays where it was.
    """
    origin_id = queries.get_bookable_id(db, booking_id)
    locked = queries.lock_bookables(db, [origin_id, to_bookable_id])
    origin, target = locked[origin_id], locked[to_bookable_id]
    booking = queries.reread_booking(db, booking_id)
    if booking.bookable_id != origin.id or booking.status not in LIVE:
        raise IllegalMove
    if target.id == origin.id or target.offer_id != origin.offer_id:
        raise OtherOffer
    presence.check_leaves(db, booking)
    period = target.period if target.is_dated else booking.period
    if live := queries.find_live_booking(db, target.id, booking.person_id, period.slots):
        raise AlreadyBooked(reference=live.reference)
    check_open(target, period, staff_adds=True, now=now)
    take_without_overtaking(db, target, period, booking.units, now=now)
    # Her calendar only follows a date that is newer than the one it holds (RFC 5545, SEQUENCE).
    target.sequence = max(target.sequence, origin.sequence + 1)
    moves.settle_elsewhere(db, booking, origin, target, by=by, reason=reason, now=now)
    messages.post_status(db, booking, target, now=now)
    promote_next(db, origin, now=now)
    return booking


def change_period(
    db: Session,
    booking_id: int,
    to_bookable_id: int,
    period: Period,
    *,
    by: Person,
    staff_moves: bool = False,
    now: datetime,
) -> Booking:
    """Another period for a place, and maybe another bookable of the same offer: the booking stays itself.

    What it had is given back and the new taken at once, or nothing changes; what the hub agreed to stays
    agreed. Raises IllegalMove, OtherOffer, TooLateToCancel past the cut-off, AlreadyBooked,
    BookingClosed, QuotaReached, Full.
    """
    origin_id = queries.get_bookable_id(db, booking_id)
    locked = queries.lock_bookables(db, [origin_id, to_bookable_id])
    origin, target = locked[origin_id], locked[to_bookable_id]
    booking = queries.reread_booking(db, booking_id)
    if booking.bookable_id != origin.id or booking.status not in MOVABLE:
        raise IllegalMove
    if target.offer_id != origin.offer_id:
        raise OtherOffer
    if not staff_moves and is_too_late(booking, now):
        raise TooLateToCancel
    live = queries.find_live_booking(db, target.id, booking.person_id, period.slots)
    if live is not None and live.id != booking.id:
        raise AlreadyBooked(reference=live.reference)
    check_open(target, period, staff_adds=staff_moves, now=now)
    before = {"from": booking.starts_at.isoformat() if booking.starts_at else ""}
    if not staff_moves:
        check_quotas(
            db, target, booking.person_id, booking.organisation_id, period, except_for=booking.id, now=now
        )
    _take_instead(db, booking, origin, target, period, now=now)
    # Her calendar only follows a date that is newer than the one it holds (RFC 5545, SEQUENCE).
    target.sequence = max(target.sequence, origin.sequence) + 1
    if booking.status == BookingStatus.PENDING:
        booking.expires_at = approval_deadline(period, now)
    told = before | {"to": booking.starts_at.isoformat() if booking.starts_at else ""}
    audit.record(db, booking, "period_changed", by=by, now=now, details=told)
    messages.post_status(db, booking, target, now=now)
    promote_next(db, origin, now=now)
    return booking


def _take_instead(
    db: Session, booking: Booking, origin: Bookable, target: Bookable, period: Period, *, now: datetime
) -> None:
    """All that the booking takes, at once: what it had may be part of what it wants."""
    with db.begin_nested():
        ledger.give_back(db, origin.id, booking.slots, booking.units)
        along.give_back_along(db, booking)
        take_without_overtaking(db, target, period, booking.units, now=now)
        taken = along.take_along(db, target, period.slots)
        booking.bookable_id, booking.period = target.id, period
        along.keep_for(db, booking, taken)


def exchange(
    db: Session,
    given_up_id: int,
    bookable_id: int,
    *,
    person: Person,
    organisation_id: int | None,
    by: Person,
    now: datetime,
    period: Period | None = None,
) -> Booking:
    """Take a place and give up another booking of the same person; without a free place nothing changes.

    Raises what cancelling and reserving raise, Full instead of joining the waiting list; NotFound when
    the booking given up is not hers.
    """
    origin_id = queries.get_bookable_id(db, given_up_id)
    origin = queries.lock_bookables(db, [origin_id, bookable_id])[origin_id]
    given_up = queries.reread_booking(db, given_up_id)
    if given_up.person_id != person.id or given_up.bookable_id != origin_id:
        raise NotFound
    # Everybody whose turn may come is locked at once: two exchanges can never wait for each other.
    quotas.lock_takers(db, [person.id, *(waiting.person_id for waiting in list_waiting(db, origin))], None)
    cancel(db, given_up.id, by=by, cancelled_by=CancelledBy.PARTICIPANT, now=now)
    return reserve(
        db,
        bookable_id,
        person=person,
        by=by,
        organisation_id=organisation_id,
        join_waiting_list=False,
        period=period,
        now=now,
    )


def swap_with_colleague(
    db: Session, booking_id: int, colleague_id: int, *, by: Person, reason: str, now: datetime
) -> Booking:
    """Give a place to somebody of the same organisation, until it begins; the seat is kept.

    Raises NotAColleague, BookingClosed, AnotherDateHeld, QuotaReached, AlreadyBooked, IllegalMove.
    """
    booking, bookable = queries.lock_booking(db, booking_id)
    if booking.period.has_started(now):
        raise BookingClosed
    organisation_id = booking.organisation_id
    if organisation_id is None or not is_affiliated(db, colleague_id, organisation_id):
        raise NotAColleague
    check_quotas(db, bookable, colleague_id, None, booking.period, now=now)
    colleague = get_person(db, colleague_id)
    return swap_person(
        db, booking_id, colleague, organisation_id=organisation_id, by=by, reason=reason, now=now
    )


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
    """Give a place to another person; units, rank and status stay. Both are told. What the first one answered
    and needs is nothing of the other's, and is deleted.

    Raises AlreadyBooked when she is already in, IllegalMove when the booking is over, and what
    presence.check_leaves raises.
    """
    booking, bookable = queries.lock_booking(db, booking_id)
    if booking.status not in LIVE:
        raise IllegalMove
    presence.check_leaves(db, booking)
    if live := queries.find_live_booking(db, bookable.id, person.id, booking.slots):
        raise AlreadyBooked(reference=live.reference)
    before = booking.person_id
    messages.post_replaced(db, booking, bookable, now=now)
    drop_answers(db, booking)
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

"""Taking a place, or a rank on the waiting list. Every new booking of the house comes through here."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.core.references import new_reference

from .. import along, ledger, line, messages, queries
from ..deadlines import approval_deadline
from ..errors import AlreadyBooked, BookingClosed, BookingNotOpenYet, Full
from ..models import Bookable, BookableStatus, Booking, BookingStatus, Hold
from ..no_shows import counting as no_shows
from ..periods import Period
from ..sharing import quotas, shares
from .keeping import Kept, use_kept
from .promote import promote_next


def reserve(
    db: Session,
    bookable_id: int,
    *,
    person: Person,
    by: Person,
    now: datetime,
    organisation_id: int | None = None,
    units: int = 1,
    period: Period | None = None,
    join_waiting_list: bool = True,
    staff_adds: bool = False,
    tells_person: bool = True,
) -> Booking:
    """Hold `units` for the person, or a rank when there are too few and she joins the list.

    What her basket keeps of them is used first: she asked for it before those who wait since.
    `period`: when, for what has no date of its own. Staff may add until the end, and their adding is the
    approval; the units are counted all the same. `tells_person`: by a message of its own.
    Raises NotFound, AlreadyBooked, BookingClosed, BookingNotOpenYet, AnotherDateHeld, QuotaReached, or
    Full without the waiting list.
    """
    bookable = queries.lock_bookables(db, [bookable_id])[bookable_id]
    period = period or bookable.period
    live = queries.find_live_booking(db, bookable.id, person.id, period.slots)
    if live is not None:
        raise AlreadyBooked(reference=live.reference)
    check_open(bookable, period, staff_adds=staff_adds, now=now)
    status = BookingStatus.CONFIRMED
    if not staff_adds:
        check_quotas(db, bookable, person.id, organisation_id, period, now=now)
        status = statuses_when_free(db, bookable, [person.id], now=now)[person.id]
    kept = use_kept(db, bookable, person.id, period.slots)
    try:
        if not staff_adds:
            shares.check_share(db, bookable, organisation_id, period.slots, units, now=now)
        taken_along = _take(db, bookable, period, units, kept, now=now)
    except Full:
        if not join_waiting_list or is_closed(bookable, period, now):
            raise
        status, taken_along = BookingStatus.WAITLISTED, []
    booking = Booking(
        reference=new_reference(),
        bookable_id=bookable.id,
        person_id=person.id,
        organisation_id=organisation_id,
        booked_by_id=by.id,
        units=units,
        period=period,
        approved_at=now if staff_adds else None,
    )
    write_down(db, booking, status, by=by, now=now)
    along.keep_for(db, booking, taken_along)
    messages.post_status(db, booking, bookable, now=now, tells_person=tells_person)
    if kept:  # it may have been more than she books
        promote_next(db, bookable, now=now)
    return booking


def _take(
    db: Session, bookable: Bookable, period: Period, units: int, kept: Sequence[Kept], *, now: datetime
) -> list[Hold]:
    """Take the units, and what goes along with them, which it returns: all of it, or nothing. Raises Full."""
    with db.begin_nested():
        if any(one.covers(period.slots, units) for one in kept):
            ledger.take(db, bookable, period.slots, units)
        else:
            take_without_overtaking(db, bookable, period, units, now=now)
        return along.take_along(db, bookable, period.slots)


def check_open(bookable: Bookable, period: Period, *, staff_adds: bool, now: datetime) -> None:
    """Raises BookingNotOpenYet or BookingClosed; staff may still add between the closing and the end."""
    if bookable.status != BookableStatus.SCHEDULED:
        raise BookingClosed
    if staff_adds:
        if period.ends_at is not None and now >= period.ends_at:
            raise BookingClosed
        return
    if bookable.opens_at is not None and now < bookable.opens_at:
        raise BookingNotOpenYet
    if is_closed(bookable, period, now):
        raise BookingClosed


def is_closed(bookable: Bookable, period: Period, now: datetime) -> bool:
    """Nothing is booked or promoted there any more, for that period at least."""
    return bookable.is_over(now) or period.is_closed(now)


def check_quotas(
    db: Session,
    bookable: Bookable,
    person_id: int,
    organisation_id: int | None,
    period: Period,
    *,
    except_for: int | None = None,
    now: datetime,
) -> None:
    """Not counting the booking `except_for`, which gives way. Raises AnotherDateHeld or QuotaReached."""
    quotas.lock_takers(db, [person_id], organisation_id)
    forbidden = quotas.what_forbids(
        db, bookable, [person_id], organisation_id, period=period, except_for=except_for, now=now
    )
    for error in forbidden.values():
        raise error


def take_without_overtaking(
    db: Session, bookable: Bookable, period: Period, units: int, *, now: datetime
) -> None:
    """Take the units of a locked bookable unless somebody waits for one of these slots.

    After the closing the list is void and holds nobody up. Raises Full.
    """
    if not is_closed(bookable, period, now) and line.is_waited_for(db, bookable, period.slots, now=now):
        raise Full
    ledger.take(db, bookable, period.slots, units)


def statuses_when_free(
    db: Session, bookable: Bookable, person_ids: Sequence[int], *, now: datetime
) -> dict[int, BookingStatus]:
    """What a place is for each of them: sure, or asked of the hub by its date, or by her absences."""
    asked = (
        set(person_ids)
        if bookable.needs_approval
        else no_shows.who_needs_approval(db, bookable, person_ids, now=now)
    )
    return {id_: BookingStatus.PENDING if id_ in asked else BookingStatus.CONFIRMED for id_ in person_ids}


def write_down(
    db: Session,
    booking: Booking,
    status: BookingStatus,
    *,
    by: Person,
    now: datetime,
) -> None:
    """Add the row in the status its units were taken for, or the waiting list was joined in."""
    booking.status = status
    booking.booked_at = booking.asked_at = now
    booking.confirmed_at = now if status == BookingStatus.CONFIRMED else None
    is_pending = status == BookingStatus.PENDING
    booking.expires_at = approval_deadline(booking.period, now) if is_pending else None
    db.add(booking)
    audit.record(db, booking, "booked", by=by, now=now, moved=(None, status.value))

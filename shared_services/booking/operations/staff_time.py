"""The time of hub staff: taken for a bookable in the same ledger, over all hubs."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.queries import get_person

from .. import ledger, queries
from ..errors import Full, StaffBusy
from ..models import Bookable, Hold, StaffTime

QUARTER_HOUR = 15 * 60  # seconds

Period = tuple[datetime, datetime]


def hold_staff_time(
    db: Session,
    for_bookable: Bookable,
    person_ids: Iterable[int],
    periods: Sequence[Period],
    *,
    now: datetime,
) -> None:
    """Take those people's time for `for_bookable` over aware UTC `periods`, instead of what it held before.

    Quarter hours begun are taken whole. Raises StaffBusy naming who is already taken elsewhere, and when.
    """
    calendars = [_calendar_of(db, person_id, now=now) for person_id in sorted(person_ids)]
    held = queries.list_holds(db, for_bookable.id)
    queries.lock_bookables(db, {c.id for c in calendars} | {hold.bookable_id for hold in held})
    _release(db, held)
    for calendar in calendars:
        for start, end in periods:
            slots = quarter_hours(start, end)
            try:
                ledger.take(db, calendar, slots, 1)
            except Full:
                name = get_person(db, calendar.person_id).name
                raise StaffBusy(name=name, starts_at=start, ends_at=end) from None
            db.add(
                Hold(
                    bookable_id=calendar.id,
                    for_bookable_id=for_bookable.id,
                    first_slot=slots[0],
                    last_slot=slots[-1],
                )
            )


def release_holds(db: Session, for_bookable_id: int) -> None:
    """Give back all the time held for a bookable."""
    held = queries.list_holds(db, for_bookable_id)
    queries.lock_bookables(db, {hold.bookable_id for hold in held})
    _release(db, held)


def quarter_hours(start: datetime, end: datetime) -> range:
    """The quarter hours since 1970 UTC that an interval touches."""
    return range(int(start.timestamp()) // QUARTER_HOUR, -(-int(end.timestamp()) // QUARTER_HOUR))


def _release(db: Session, held: Sequence[Hold]) -> None:
    for hold in held:
        ledger.give_back(db, hold.bookable_id, range(hold.first_slot, hold.last_slot + 1), hold.units)
        db.delete(hold)


def _calendar_of(db: Session, person_id: int, *, now: datetime) -> StaffTime:
    calendar = queries.find_staff_time(db, person_id)
    if calendar is None:
        calendar = StaffTime(person_id=person_id, capacity=1, time_zone="UTC", created_at=now)
        db.add(calendar)
        db.flush()  # the ledger needs its id
    return calendar

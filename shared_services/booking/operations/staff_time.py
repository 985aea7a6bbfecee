"""The time of hub staff: taken for a bookable in the same ledger, over all hubs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

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


def who_is_busy(
    db: Session, person_ids: Iterable[int], periods: Mapping[date, Sequence[Period]]
) -> dict[date, set[int]]:
    """Who of these people is already taken at some time of each day's periods; one statement."""
    asked = {key: [quarter_hours(*period) for period in wanted] for key, wanted in periods.items()}
    every = [slots for wanted in asked.values() for slots in wanted]
    if not every:
        return {}
    whole = range(min(slots.start for slots in every), max(slots.stop for slots in every))
    held = queries.list_staff_holds(db, person_ids, whole)
    return {
        key: {
            person_id
            for person_id, taken in held
            if any(taken.start < slots.stop and slots.start < taken.stop for slots in wanted)
        }
        for key, wanted in asked.items()
    }


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

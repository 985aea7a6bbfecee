"""The time of hub staff: taken for a bookable in the same ledger, over all hubs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from shared_services.accounts.queries import get_person

from .. import queries
from ..errors import StaffBusy, UnitsNotFree
from ..models import Bookable, StaffTime
from ..periods import Wanted
from .holds import hold_units

QUARTER_HOUR = 15 * 60  # seconds

Period = tuple[datetime, datetime]


def hold_staff_time(
    db: Session,
    for_bookable: Bookable,
    person_ids: Iterable[int],
    periods: Sequence[Period],
    *,
    also: Sequence[Wanted] = (),
    now: datetime,
) -> None:
    """Take those people's time for `for_bookable` over aware UTC `periods`, and `also` what it needs
    besides, all or nothing, instead of all it held before.

    Raises StaffBusy naming who is already taken elsewhere, and when; UnitsNotFree for what it needs besides.
    """
    wanted = want_staff_time(db, person_ids, periods, now=now)
    try:
        hold_units(db, for_bookable, [*wanted, *also], now=now)
    except UnitsNotFree as refusal:
        if refusal.facts["bookable_id"] in {one.bookable_id for one in also}:
            raise
        raise _who_is_taken(db, refusal, periods) from None


def want_staff_time(
    db: Session, person_ids: Iterable[int], periods: Sequence[Period], *, now: datetime
) -> list[Wanted]:
    """Those people's time over `periods`, for `hold_units`; quarter hours begun are taken whole."""
    calendars = [staff_time_of(db, person_id, now=now) for person_id in sorted(person_ids)]
    return [Wanted(one.id, quarter_hours(*period)) for one in calendars for period in periods]


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


def _who_is_taken(db: Session, refusal: UnitsNotFree, periods: Sequence[Period]) -> StaffBusy:
    calendar = db.get_one(StaffTime, refusal.facts["bookable_id"])
    start, end = next(period for period in periods if quarter_hours(*period) == refusal.facts["slots"])
    name = get_person(db, calendar.person_id).name
    return StaffBusy(name=name, starts_at=start, ends_at=end)


def staff_time_of(db: Session, person_id: int, *, now: datetime) -> StaffTime:
    """Somebody's working time, from the first day it is taken."""
    calendar = queries.find_staff_time(db, person_id)
    if calendar is None:
        calendar = StaffTime(person_id=person_id, capacity=1, time_zone="UTC", created_at=now)
        db.add(calendar)
        db.flush()  # the ledger needs its id
    return calendar

"""When somebody can be met. Nothing here cancels: what is booked and now in the way is listed."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.models import Booking
from shared_services.booking.operations.staff_time import quarter_hours
from shared_services.core import audit

from .. import queries
from ..availability import queries as known
from ..availability.models import Absence, AvailabilityException, AvailabilityRange
from ..availability.slots import Asked, Stretch, busy_slots, working_slots
from ..errors import HoursOverlap, TooManyRanges

MOST_ROWS = 300


@dataclass(frozen=True, kw_only=True)
class Weekly:
    """Some hours of the week, from a day on, until another or for ever."""

    weekdays: tuple[int, ...]
    starts: time
    ends: time
    first_on: date
    last_on: date | None
    time_zone: str


def add_weekly(db: Session, person: Person, weekly: Weekly, *, now: datetime) -> list[AvailabilityRange]:
    """The same hours on each of those weekdays. Raises HoursOverlap, TooManyRanges; then none is added."""
    _lock(db, person)
    _check_number(db, AvailabilityRange, person, more=len(weekly.weekdays))
    rows = known.list_ranges(db, person.id, today=weekly.first_on)
    added = []
    for weekday in weekly.weekdays:
        if any(_meets(row, weekday, weekly) for row in rows):
            raise HoursOverlap
        added.append(
            AvailabilityRange(
                person_id=person.id,
                weekday=weekday,
                starts=weekly.starts,
                ends=weekly.ends,
                first_on=weekly.first_on,
                last_on=weekly.last_on,
                time_zone=weekly.time_zone,
            )
        )
    db.add_all(added)
    for row in added:
        audit.record(db, row, "hours_added", by=person, now=now)
    return added


def end_weekly(db: Session, range_id: int, *, last_on: date, by: Person, now: datetime) -> None:
    """Those hours stop after that day; what never began goes at once."""
    row = known.get_hers(db, AvailabilityRange, range_id, by.id)
    audit.record(db, row, "hours_ended", by=by, now=now, details={"last_on": last_on.isoformat()})
    if last_on < row.first_on:
        db.delete(row)
    else:
        row.last_on = last_on


def set_day(
    db: Session,
    person: Person,
    day: date,
    hours: tuple[time, time] | None,
    *,
    time_zone: str,
    now: datetime,
) -> AvailabilityException:
    """That day has these hours, with others already said for it, or none at all. Raises HoursOverlap."""
    _lock(db, person)
    _check_number(db, AvailabilityException, person, more=1)
    rows = [row for row in known.list_exceptions(db, person.id, today=day) if row.day == day]
    for row in rows:
        if hours is None or row.starts is None or row.ends is None:
            db.delete(row)  # a day off, or no longer one
        elif row.starts < hours[1] and hours[0] < row.ends:
            raise HoursOverlap
    starts, ends = hours or (None, None)
    row = AvailabilityException(person_id=person.id, day=day, starts=starts, ends=ends, time_zone=time_zone)
    db.add(row)
    audit.record(db, row, "day_changed", by=person, now=now)
    return row


def add_absence(db: Session, person: Person, stretch: Stretch, *, reason: str, now: datetime) -> Absence:
    """She is away then, for all hubs."""
    _lock(db, person)
    _check_number(db, Absence, person, more=1)
    row = Absence(person_id=person.id, starts_at=stretch[0], ends_at=stretch[1], reason=reason)
    db.add(row)
    audit.record(db, row, "absence_added", by=person, now=now)
    return row


def remove_day(db: Session, row_id: int, *, by: Person, now: datetime) -> None:
    """The day is like its week again, as far as this row goes."""
    _remove(db, known.get_hers(db, AvailabilityException, row_id, by.id), by=by, now=now)


def remove_absence(db: Session, row_id: int, *, by: Person, now: datetime) -> None:
    """She is there after all."""
    _remove(db, known.get_hers(db, Absence, row_id, by.id), by=by, now=now)


def list_collisions(db: Session, person_id: int, *, now: datetime, until: datetime) -> list[Booking]:
    """Her appointments to come that her availability no longer covers, the soonest first.

    Public holidays and the time around appointments do not count: they never move what is booked.
    """
    coming = queries.list_appointments(db, queries.of_person(person_id, start=now, end=until))
    hers = known.known_of(db, [person_id], earliest=now, latest=until)[person_id]
    bounds = Asked(minutes=15, earliest=now, latest=until)
    covered = working_slots(hers, bounds) - busy_slots(hers.away, bounds)
    return [
        booking
        for booking, _appointment in coming
        if booking.starts_at is not None
        and booking.ends_at is not None
        and not covered.issuperset(quarter_hours(booking.starts_at, booking.ends_at))
    ]


def _meets(row: AvailabilityRange, weekday: int, weekly: Weekly) -> bool:
    same_days = (row.last_on is None or row.last_on >= weekly.first_on) and (
        weekly.last_on is None or row.first_on <= weekly.last_on
    )
    return row.weekday == weekday and same_days and row.starts < weekly.ends and weekly.starts < row.ends


def _remove(db: Session, row: AvailabilityException | Absence, *, by: Person, now: datetime) -> None:
    audit.record(db, row, "removed", by=by, now=now)
    db.delete(row)


def _lock(db: Session, person: Person) -> None:
    """Two requests of the same person take turns: neither may pass the other's check."""
    db.execute(select(Person.id).where(Person.id == person.id).with_for_update(key_share=True)).all()


def _check_number(
    db: Session,
    table: type[AvailabilityRange] | type[AvailabilityException] | type[Absence],
    person: Person,
    *,
    more: int,
) -> None:
    held = db.scalar(select(func.count()).select_from(table).where(table.person_id == person.id)) or 0
    if held + more > MOST_ROWS:
        raise TooManyRanges(most=MOST_ROWS)

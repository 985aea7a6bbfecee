"""Calendars kept elsewhere: adding one, what it says, forgetting it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from ..availability import queries as known
from ..availability.busy import busy_times
from ..availability.models import BusyCalendar, BusyTime
from ..availability.slots import Stretch
from ..errors import CalendarNameTaken, TooManyRanges

MOST_CALENDARS = 10


def add_calendar(
    db: Session, person: Person, *, name: str, url: str, zone: str, now: datetime
) -> BusyCalendar:
    """One by its address, read by the next run of the scheduler. Raises CalendarNameTaken, TooManyRanges."""
    if name in _names(db, person):
        raise CalendarNameTaken
    return _add(db, person, BusyCalendar(name=name, url=url, time_zone=zone, created_at=now), now=now)


def import_calendar(
    db: Session, person: Person, *, name: str, content: bytes, zone: str, now: datetime
) -> BusyCalendar:
    """One as a file; under a name it had before, the file takes the place of the other.

    Raises CalendarUnreadable, CalendarNameTaken when an address has that name, TooManyRanges.
    """
    times = busy_times(content, zone, now=now)
    calendar = _names(db, person).get(name)
    if calendar is not None and calendar.url:
        raise CalendarNameTaken
    if calendar is None:
        calendar = BusyCalendar(name=name, time_zone=zone, created_at=now)
        _add(db, person, calendar, now=now)
    keep_times(db, calendar, times, now=now)
    return calendar


def keep_times(db: Session, calendar: BusyCalendar, times: Sequence[Stretch], *, now: datetime) -> None:
    """What it says now takes the place of what it said."""
    db.flush()  # a new calendar has its number
    db.execute(delete(BusyTime).where(BusyTime.calendar_id == calendar.id))
    if times:
        rows = [
            {"calendar_id": calendar.id, "starts_at": starts_at, "ends_at": ends_at}
            for starts_at, ends_at in times
        ]
        db.execute(insert(BusyTime), rows)
    calendar.fetched_at, calendar.last_error = now, ""


def note_failure(calendar: BusyCalendar, code: str, *, now: datetime) -> None:
    """It could not be read; what it said last still stands."""
    calendar.fetched_at, calendar.last_error = now, code


def remove_calendar(db: Session, calendar_id: int, *, by: Person, now: datetime) -> None:
    """Forget it, with its times. Raises NotFound for somebody else's."""
    calendar = known.get_hers(db, BusyCalendar, calendar_id, by.id)
    audit.record(db, calendar, "calendar_removed", by=by, now=now)
    db.execute(delete(BusyTime).where(BusyTime.calendar_id == calendar.id))
    db.delete(calendar)


def _add(db: Session, person: Person, calendar: BusyCalendar, *, now: datetime) -> BusyCalendar:
    if len(_names(db, person)) >= MOST_CALENDARS:
        raise TooManyRanges(most=MOST_CALENDARS)
    calendar.person_id, calendar.url = person.id, calendar.url or ""
    db.add(calendar)
    audit.record(db, calendar, "calendar_added", by=person, now=now)
    return calendar


def _names(db: Session, person: Person) -> dict[str, BusyCalendar]:
    return {calendar.name: calendar for calendar in known.list_calendars(db, person.id)}

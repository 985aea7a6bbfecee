"""An expert's appointments day by day, over all her hubs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from shared_services.booking.models import Booking
from shared_services.core.calendar_grid import read_day
from shared_services.core.local_time import HOME_ZONE, to_local

from . import queries
from .availability import queries as known
from .availability.models import Absence
from .models import Appointment

DAY, WEEK = "day", "week"
LOOKED_AHEAD = timedelta(days=120)

Given = tuple[Booking, Appointment]


@dataclass(frozen=True)
class Agenda:
    """The appointments of a day or of a week, under their days, on the clock of `zone`."""

    view: str
    first: date
    today: date
    zone: str
    days: dict[date, list[Given]]
    absences: list[Absence]
    unnoted: list[Given]
    next_one: Given | None

    @property
    def last(self) -> date:
        return self.first + timedelta(days=_length(self.view) - 1)

    @property
    def previous(self) -> dict[str, str]:
        return self.address(self.first - timedelta(days=_length(self.view)))

    @property
    def following(self) -> dict[str, str]:
        return self.address(self.first + timedelta(days=_length(self.view)))

    def address(self, on: date, view: str = "") -> dict[str, str]:
        """How the stretch of that day is written in the address of the page."""
        return {"view": view or self.view, "on": on.isoformat()}


def agenda_of(db: Session, person_id: int, given: Mapping[str, str], *, now: datetime) -> Agenda:
    """The week, or the day, that holds the day asked for; as many statements whatever there is in it."""
    zone = zone_of(db, person_id)
    today = to_local(now, zone).date()
    view = DAY if given.get("view") == DAY else WEEK
    on = read_day(given.get("on", "")) or today
    first = on if view == DAY else on - timedelta(days=on.weekday())
    start, end = _midnight(first, zone), _midnight(first + timedelta(days=_length(view)), zone)
    coming = queries.of_person(person_id, start=now, end=now + LOOKED_AHEAD)
    days: dict[date, list[Given]] = {first + timedelta(days=number): [] for number in range(_length(view))}
    for one in queries.list_appointments(db, queries.of_person(person_id, start=start, end=end)):
        day = to_local(one[0].starts_at, zone).date() if one[0].starts_at else first
        days.setdefault(day, []).append(one)
    return Agenda(
        view=view,
        first=first,
        today=today,
        zone=zone,
        days=days,
        absences=[one for one in known.list_absences(db, person_id, now=start) if one.starts_at < end],
        unnoted=queries.list_unnoted(db, person_id, now=now),
        next_one=next(iter(queries.list_appointments(db, coming)), None),
    )


def zone_of(db: Session, person_id: int) -> str:
    """The clock an expert lives by: that of the first hub where she gives appointments."""
    experts = queries.list_experts_of_person(db, person_id)
    return experts[0].time_zone if experts else HOME_ZONE


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(zone))


def _length(view: str) -> int:
    return 1 if view == DAY else 7

"""A month of one tool: how many are left each day, and why none is where none is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from shared_services.core.calendar_grid import MONTH, Cell, Stretch
from shared_services.core.local_time import to_local

from .availability import Availability
from .days import day_of, is_open, slots_of
from .models import Tool
from .stock import availability_of
from .visits import visits_of


@dataclass(frozen=True)
class Day:
    """One day: `left` of `serving`. `closure` is the reason when nothing is lent; `is_open`: the place is,
    so that a loan may begin or end; `is_visited`: the hub takes nobody else that day; `is_bookable`: a loan
    may begin that day, as far as that day tells."""

    day: date
    left: int
    serving: int
    closure: str
    is_open: bool
    is_past: bool
    is_visited: bool
    is_bookable: bool


@dataclass(frozen=True)
class Month:
    """`stretch` is the month; `availability` tells each of its days."""

    stretch: Stretch
    weeks: list[list[Cell]]
    availability: Availability
    can_go_back: bool
    can_go_on: bool


def month_of(db: Session, tool: Tool, on: date | None, *, now: datetime) -> Month:
    """The month that holds `on`, this one when None; five statements whatever is booked."""
    today = to_local(now, tool.time_zone).date()
    last_start = today + timedelta(days=tool.horizon_days)
    earliest = today + timedelta(days=tool.notice_days)
    shown = min(max(on or earliest, today.replace(day=1)), last_start)
    stretch = Stretch(MONTH, shown, today)
    days = slots_of(stretch.first, stretch.last)
    availability = availability_of(db, [tool], days)[tool.id]
    visits = visits_of(db, tool, stretch.first, stretch.last)
    entries = {}
    for slot in days:
        day = day_of(slot)
        opened = is_open(day, tool.weekdays)
        left = availability.left(slot)
        has_room = visits.has_room(day)
        entries[day] = [
            Day(
                day=day,
                left=left,
                serving=availability.serving[slot],
                closure=availability.closed.get(slot, ""),
                is_open=opened,
                is_past=day < today,
                is_visited=not has_room,
                is_bookable=opened and has_room and left > 0 and earliest <= day <= last_start,
            )
        ]
    return Month(
        stretch=stretch,
        weeks=stretch.weeks(entries),
        availability=availability,
        can_go_back=stretch.first > today,
        can_go_on=stretch.last < last_start,
    )

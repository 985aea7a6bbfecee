"""Where to go when a tool is not there on the days that were asked for."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from shared_services.booking import line
from shared_services.booking.waiting import list_waiting
from shared_services.core.local_time import to_local

from . import queries
from .days import day_of
from .models import Tool
from .rules import MOST_PROPOSED, is_allowed, looked_at, propose, slots_taken
from .stock import availability_of
from .visits import visits_of


@dataclass(frozen=True)
class Ways:
    """Where to go when too few are left: the nearest days here, the same sort of tool in other hubs."""

    rank: int
    near: list[tuple[date, date]]
    elsewhere: list[Tool]


def ways_on(db: Session, tool: Tool, first: date, last: date, units: int, *, now: datetime) -> Ways:
    """For a loan that found too few left; the number of statements depends on nothing."""
    today = to_local(now, tool.time_zone).date()
    longest = slots_taken(tool, first, last)
    around = looked_at(first)
    days = range(around.start, around.stop + len(longest))
    here = availability_of(db, [tool], days)[tool.id]
    alike = queries.list_alike(db, tool, tool.tool_offer.category)
    there = availability_of(db, alike, longest) if alike else {}
    waiting = list_waiting(db, tool)
    visits = visits_of(db, tool, day_of(around.start), day_of(days.stop))

    def is_free(one: date, other: date) -> bool:
        return visits.can_come(one, other) and here.left_over(slots_taken(tool, one, other)) >= units

    return Ways(
        rank=sum(line.overlap(booking.slots, longest) for booking in waiting) + 1,
        near=propose(tool, first, last, is_free=is_free, today=today),
        elsewhere=[
            other
            for other in alike
            if is_allowed(other, first, last, today=today)
            and there[other.id].left_over(slots_taken(other, first, last)) >= units
        ][:MOST_PROPOSED],
    )

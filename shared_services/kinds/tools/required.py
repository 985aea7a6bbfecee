"""Tools that the dates of other kinds require: a room, a kit, taken for the days of a session."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from shared_services.booking.periods import Wanted
from shared_services.booking.requirements import Lendable, Periods, Requirable, Requirement
from shared_services.core.local_time import to_local

from . import queries
from .models import Tool
from .operations.service import serve
from .rules import slots_taken
from .stock import availability_of


def list_for(db: Session, hub_id: int) -> list[Lendable]:
    """The hub's own tools, then what other hubs lend to people of any hub without having to agree."""
    own = [Lendable(tool.id, tool.tool_offer.title) for tool in queries.list_tools_of_hub(db, hub_id)]
    return own + [
        Lendable(tool.id, tool.tool_offer.title, tool.hub.name)
        for tool in queries.list_lent_to_all(db, but_for=hub_id)
        if tool.hub is not None
    ]


def want(db: Session, required: Sequence[Requirement], periods: Periods) -> list[Wanted]:
    """The days of the date, and those on which the tool is checked; what serves then is written first."""
    tools = {tool.id: tool for tool in queries.list_tools(db, [one.bookable_id for one in required])}
    return [
        Wanted(one.bookable_id, days, one.units, ready=partial(_serve, tools[one.bookable_id], days))
        for one in required
        for days in stretches(days_of(tools[one.bookable_id], periods))
    ]


def not_free(
    db: Session, required: Sequence[Requirement], periods: Mapping[date, Periods]
) -> dict[date, list[str]]:
    """Four statements more than none, whatever the number of days and tools."""
    tools = {tool.id: tool for tool in queries.list_tools(db, [one.bookable_id for one in required])}
    taken = {
        (need, day): days_of(tools[need.bookable_id], one)
        for need in required
        for day, one in periods.items()
    }
    every = set().union(*taken.values())
    if not every:
        return {}
    free = availability_of(db, list(tools.values()), range(min(every), max(every) + 1))
    refused: dict[date, list[str]] = {}
    for (one, day), slots in taken.items():
        if any(free[one.bookable_id].left(slot) < one.units for slot in slots):
            refused.setdefault(day, []).append(tools[one.bookable_id].tool_offer.title)
    return refused


def days_of(tool: Tool, periods: Periods) -> set[int]:
    """What a date with those periods takes of a tool, on the calendar of its place."""
    zone = tool.time_zone
    return {
        slot
        for start, end in periods
        for slot in slots_taken(tool, to_local(start, zone).date(), to_local(end, zone).date())
    }


def stretches(days: Iterable[int]) -> Iterator[range]:
    """Days that follow each other, together."""
    ordered = sorted(days)
    first = 0
    for place, day in enumerate(ordered):
        is_last = place + 1 == len(ordered)
        if is_last or ordered[place + 1] != day + 1:
            yield range(ordered[first], day + 1)
            first = place + 1


def _serve(tool: Tool, days: range, db: Session) -> None:
    serve(db, tool, days)


REQUIRABLE = Requirable(list_for=list_for, want=want, not_free=not_free)

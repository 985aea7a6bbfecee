"""What serves and what is left of tools, read in a constant number of statements."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from . import queries
from .availability import Availability, Stock
from .days import day_of, slots_of
from .models import Tool, UnitState


def stocks_of(db: Session, tools: Sequence[Tool], days: range) -> dict[int, Stock]:
    """The units of each tool and when they are away, by its id; two statements."""
    ids = [tool.id for tool in tools]
    first, last = day_of(days.start), day_of(days.stop - 1)
    units: dict[int, set[int]] = {id_: set() for id_ in ids}
    absences: dict[int, list[tuple[int, range]]] = {id_: [] for id_ in ids}
    for unit, outage in queries.list_units_with_outages(db, ids, first=first, last=last):
        if unit.state == UnitState.AVAILABLE:
            units[unit.tool_id].add(unit.id)
        if outage is not None:
            absences[unit.tool_id].append((unit.id, slots_of(outage.first_on, outage.last_on)))
    blackouts = queries.list_blackouts(db, {tool.hub_id or 0 for tool in tools}, first=first, last=last)
    return {
        tool.id: Stock(
            frozenset(units[tool.id]),
            tuple(absences[tool.id]),
            tuple(
                (slots_of(one.first_on, one.last_on), one.reason)
                for one in blackouts
                if one.hub_id == tool.hub_id and one.tool_id in (None, tool.id)
            ),
        )
        for tool in tools
    }


def availability_of(db: Session, tools: Sequence[Tool], days: range) -> dict[int, Availability]:
    """What is left of each tool on each of those days, by its id; three statements for any number."""
    stocks = stocks_of(db, tools, days)
    taken: dict[int, dict[int, int]] = {tool.id: {} for tool in tools}
    for slot in queries.list_slots(db, [tool.id for tool in tools], days):
        taken[slot.bookable_id][slot.slot] = slot.taken
    return {
        id_: Availability(stock.in_service(days), taken[id_], len(stock.units), stock.closed(days))
        for id_, stock in stocks.items()
    }

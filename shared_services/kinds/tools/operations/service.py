"""The ledger follows the inventory: what serves on each day from today on, and never less than is lent."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.booking import ledger
from shared_services.booking.operations import promote_next
from shared_services.booking.queries import list_in_the_way, lock_bookables
from shared_services.core.local_time import to_local

from .. import queries
from ..days import after_turnaround, day_of, slot_of
from ..errors import LoansInTheWay
from ..models import Tool
from ..stock import stocks_of


def lock_tool(db: Session, tool_id: int) -> Tool:
    """Locked, and read again; what changes the inventory of a tool or takes some of it takes turns here."""
    lock_bookables(db, [tool_id])
    return queries.get_tool(db, tool_id)


def today_of(tool: Tool, now: datetime) -> int:
    return slot_of(to_local(now, tool.time_zone).date())


def follow_inventory(db: Session, tool: Tool, *, now: datetime) -> None:
    """Write what serves of a locked tool from today on, and offer what is back to those who wait.

    Raises LoansInTheWay, naming the bookings for which too few would be left.
    """
    db.flush()  # what was just changed is read again
    units = queries.list_units_of(db, [tool.id])
    if len(units) > tool.capacity:  # units are never deleted: this only grows
        ledger.resize(db, tool, len(units))
    farthest = max(last_bookable(tool, now), queries.last_slot(db, tool.id))
    serve(db, tool, range(today_of(tool, now), farthest + 1))
    promote_next(db, tool, now=now)


def serve(db: Session, tool: Tool, days: range) -> None:
    """Write what serves of a locked tool on those days; whoever takes a unit calls it first, since a unit
    under repair for ever is only written down as far as one could book. Raises LoansInTheWay.
    """
    serving = stocks_of(db, [tool], days)[tool.id].in_service(days)
    known = {slot.slot: slot for slot in queries.list_slots(db, [tool.id], days)}
    changed: dict[int, list[int]] = {}
    too_few: list[int] = []
    for day, number in serving.items():
        away = tool.capacity - number
        slot = known.get(day)
        if away == (slot.out_of_service if slot else 0):
            continue
        changed.setdefault(away, []).append(day)
        if slot is not None and slot.taken > number:
            too_few.append(day)
    if too_few:
        raise LoansInTheWay.of(list_in_the_way(db, tool.id, too_few))
    for away, slots in changed.items():
        _put_away(db, tool, slots, away)


def _put_away(db: Session, tool: Tool, slots: Iterable[int], units: int) -> None:
    in_the_way = ledger.put_out_of_service(db, tool, slots, units)
    if in_the_way:  # the lock was forgotten somewhere: the ledger still refuses
        raise LoansInTheWay.of(list_in_the_way(db, tool.id, in_the_way))


def last_bookable(tool: Tool, now: datetime) -> int:
    """The last day that a loan asked for today could take."""
    last = day_of(today_of(tool, now) + tool.horizon_days + tool.most_days)
    return slot_of(after_turnaround(last, tool.weekdays, tool.turnaround_days))

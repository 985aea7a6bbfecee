"""Tools and rooms that are free over some days, and booking one from a basket."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.basketing import Asked, Basketing, Choice, Free, Given, Sought
from shared_services.booking.models import Booking
from shared_services.catalogue.search import answering
from shared_services.core.calendar_grid import read_day
from shared_services.core.errors import NotFound
from shared_services.core.i18n import _l
from shared_services.core.local_time import to_local, to_utc

from . import queries
from .days import slot_of
from .models import Tool, ToolCategory
from .operations import book_tool
from .operations.service import lock_tool, serve
from .rules import is_allowed, slots_taken
from .stock import availability_of

TOOLS, ROOMS = "tools", "rooms"


def find_free(db: Session, sought: Sought, *, now: datetime) -> list[Free]:
    """The tools that may be had from the first to the last of those days, with as many units left.

    Six statements, whatever the number of tools and of loans.
    """
    if not {TOOLS, ROOMS} & sought.sorts:
        return []
    tools = [
        tool
        for tool in queries.list_published(db, answering(sought.where))
        if _sort_of(tool) in sought.sorts
        and is_allowed(tool, sought.first, sought.last, today=to_local(now, tool.time_zone).date())
    ]
    if not tools:
        return []
    taken = {tool.id: slots_taken(tool, sought.first, sought.last) for tool in tools}
    days = range(slot_of(sought.first), max(slots.stop for slots in taken.values()))
    available = availability_of(db, tools, days)
    left = {tool.id: available[tool.id].left_over(taken[tool.id]) for tool in tools}
    return [
        _free(tool, left[tool.id], taken[tool.id], sought) for tool in tools if left[tool.id] >= sought.units
    ]


def _sort_of(tool: Tool) -> str:
    return ROOMS if tool.tool_offer.category == ToolCategory.ROOMS else TOOLS


def _free(tool: Tool, left: int, slots: range, sought: Sought) -> Free:
    days = {"first": sought.first.isoformat(), "last": sought.last.isoformat()}
    return Free(
        sort=_sort_of(tool),
        bookable=tool,
        title=tool.tool_offer.title,
        place=", ".join(part for part in (tool.place_name, tool.address) if part),
        left=left,
        endpoint="tools.show_tool",
        values={"offer_id": tool.offer_id, **days, "units": sought.units, "on": days["first"]},
        choices=(
            Choice(
                starts_at=to_utc(sought.first, tool.opens_hour, tool.time_zone),
                ends_at=to_utc(sought.last, tool.closes_hour, tool.time_zone),
                slots=slots,
                given=days,
            ),
        ),
    )


def book(db: Session, asked: Asked, *, person: Person, now: datetime) -> Booking:
    """From one day to another; see book_tool for what refuses it. Raises NotFound without days."""
    first, last = _days(asked.given)
    return book_tool(
        db,
        asked.bookable_id,
        first=first,
        last=last,
        units=asked.units,
        person=person,
        by=person,
        organisation_id=asked.organisation_id,
        join_waiting_list=asked.join_waiting_list,
        now=now,
    )


def _days(given: Given) -> tuple[date, date]:
    first, last = (read_day(given.get(name, "")) for name in ("first", "last"))
    if first is None or last is None:
        raise NotFound
    return first, last


def prepare(db: Session, tool_id: int, slots: range) -> None:
    """Write down what serves on those days, as booking does before it takes any."""
    serve(db, lock_tool(db, tool_id), slots)


BASKET = Basketing(
    sorts={TOOLS: _l("Outils"), ROOMS: _l("Salles")}, find=find_free, book=book, prepare=prepare
)

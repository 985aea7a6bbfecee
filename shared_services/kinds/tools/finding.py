"""Looking for a tool: what is asked for, what answers, how many are free on the days that are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from shared_services.catalogue.search import Wanted, answering
from shared_services.core.calendar_grid import read_day
from shared_services.core.errors import DomainError
from shared_services.core.local_time import to_local
from shared_services.network.models import Departement
from shared_services.network.queries import list_departements

from . import queries
from .days import slot_of
from .models import Tool, ToolCategory
from .rules import check_days, slots_taken
from .stock import availability_of, stocks_of
from .words import plain_words


@dataclass(frozen=True)
class ToolWish:
    """What a reader asks for; empty means whatever. Days count when there are two in order."""

    words: str = ""
    departement: str = ""
    category: ToolCategory | None = None
    first: date | None = None
    last: date | None = None
    units: int = 1

    @property
    def days(self) -> tuple[date, date] | None:
        if self.first is None or self.last is None or self.last < self.first:
            return None
        return self.first, self.last

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.departement or self.category or self.first or self.last)


@dataclass(frozen=True)
class FoundTool:
    """One tool: how many serve today, and for the days asked for how many are free, or what refuses."""

    tool: Tool
    serving: int
    left: int | None = None
    refusal: str = ""

    def is_free(self, units: int) -> bool:
        return self.left is None or (not self.refusal and self.left >= units)


@dataclass(frozen=True)
class Found:
    """The tools that answer, those that are free first; `forgave`: a slip of the finger was forgiven."""

    tools: list[FoundTool]
    departements: list[Departement]
    forgave: bool


def read_wish(given: Mapping[str, str]) -> ToolWish:
    """From an address; what is not understood asks for nothing."""
    categories = {category.value: category for category in ToolCategory}
    units = given.get("units", "")
    return ToolWish(
        words=plain_words(given.get("q", "")),
        departement=given.get("departement", "").strip()[:3],
        category=categories.get(given.get("category", "")),
        first=read_day(given.get("first", "")),
        last=read_day(given.get("last", "")),
        units=int(units) if units.isascii() and units.isdigit() and 0 < int(units[:5]) <= 1000 else 1,
    )


def find_tools(db: Session, wish: ToolWish, *, now: datetime) -> Found:
    """Seven statements at most, whatever the number of tools and of loans."""
    tools, forgave = _answering(db, wish, slips=False), False
    if not tools and wish.words:
        tools = _answering(db, wish, slips=True)
        forgave = bool(tools)
    told = _tell(db, tools, wish, now=now) if tools else []
    told.sort(key=lambda one: not one.is_free(wish.units))  # stable: then by title
    return Found(told, list_departements(db), forgave)


def _answering(db: Session, wish: ToolWish, *, slips: bool) -> list[Tool]:
    wanted = Wanted(words=wish.words, departement=wish.departement)
    conditions: list[ColumnElement[bool]] = answering(wanted, slips=slips)
    tools = queries.list_published(db, conditions)
    return [tool for tool in tools if wish.category in (None, tool.tool_offer.category)]


def _tell(db: Session, tools: list[Tool], wish: ToolWish, *, now: datetime) -> list[FoundTool]:
    if wish.days is None:
        today = slot_of(now.date())
        stocks = stocks_of(db, tools, range(today, today + 1))
        return [FoundTool(tool, len(stocks[tool.id].units)) for tool in tools]
    first, last = wish.days
    refusals = {tool.id: _refusal(tool, first, last, now=now) for tool in tools}
    taken = {tool.id: slots_taken(tool, first, last) for tool in tools if not refusals[tool.id]}
    days = range(slot_of(first), max((slots.stop for slots in taken.values()), default=slot_of(first) + 1))
    free = availability_of(db, tools, days)
    return [
        FoundTool(
            tool,
            free[tool.id].units,
            left=free[tool.id].left_over(taken[tool.id]) if tool.id in taken else 0,
            refusal=refusals[tool.id],
        )
        for tool in tools
    ]


def _refusal(tool: Tool, first: date, last: date, *, now: datetime) -> str:
    """The rule that those days break."""
    try:
        check_days(tool, first, last, today=to_local(now, tool.time_zone).date())
    except DomainError as error:
        return str(error)
    return ""

"""What the pages of the inventory need, read in a constant number of statements."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from shared_services.booking.models import Booking
from shared_services.core.audit import AuditEntry
from shared_services.core.local_time import to_local, to_utc
from shared_services.network.models import Hub
from shared_services.network.queries import get_hub_alone

from .. import queries
from ..loans import queries as loan_queries
from ..loans.models import LoanUnit
from ..loans.overdue import days_late
from ..models import Tool, ToolOffer, ToolUnit, UnitOutage, UnitState
from ..words import plain_words


@dataclass(frozen=True)
class HubTool:
    """A tool of the hub, and how many of its units are in each state."""

    tool: Tool
    states: Counter[UnitState]

    @property
    def offer(self) -> ToolOffer:
        return self.tool.tool_offer

    @property
    def serving(self) -> int:
        return self.states[UnitState.AVAILABLE]

    @property
    def away(self) -> dict[UnitState, int]:
        """How many do not serve, by state."""
        return {state: number for state, number in self.states.items() if state != UnitState.AVAILABLE}


@dataclass(frozen=True)
class InventoryPage:
    """The units that answer, of `total` in the hub."""

    hub: Hub
    tools: list[Tool]
    units: list[ToolUnit]
    total: int
    tool_id: int | None
    state: UnitState | None
    words: str

    @property
    def titles(self) -> dict[int, str]:
        return {tool.id: tool.tool_offer.title for tool in self.tools}


@dataclass(frozen=True)
class UnitPage:
    """One unit, the days when it is away, and all that happened to it."""

    unit: ToolUnit
    tool: Tool
    outages: list[UnitOutage]
    history: list[AuditEntry]

    @property
    def offer(self) -> ToolOffer:
        return self.tool.tool_offer


@dataclass(frozen=True)
class ScannedPage:
    """A unit in hand: who has it, or who comes for one like it today."""

    unit: ToolUnit
    tool: Tool
    loan: Booking | None
    out: list[LoanUnit]
    to_give: list[Booking]
    now: datetime

    @property
    def days_late(self) -> int:
        if self.loan is None or self.loan.ends_at is None:
            return 0
        return days_late(self.loan.ends_at, self.tool.time_zone, now=self.now)


def hub_tools(db: Session, hub_id: int) -> list[HubTool]:
    tools = queries.list_tools_of_hub(db, hub_id)
    states: dict[int, Counter[UnitState]] = {tool.id: Counter() for tool in tools}
    for unit in queries.list_units_of(db, list(states)):
        states[unit.tool_id][unit.state] += 1
    return [HubTool(tool, states[tool.id]) for tool in tools]


def inventory_page(db: Session, hub_id: int, asked: Mapping[str, str]) -> InventoryPage:
    """The units of a hub; what is asked for and unknown sifts nothing."""
    hub, tools = get_hub_alone(db, hub_id), queries.list_tools_of_hub(db, hub_id)
    known = {str(tool.id): tool.id for tool in tools}
    states = {state.value: state for state in UnitState}
    tool_id, state = known.get(asked.get("tool", "")), states.get(asked.get("state", ""))
    words = plain_words(asked.get("q", ""))
    everything = queries.list_units_of_hub(db, hub_id)
    units = queries.list_units_of_hub(db, hub_id, tool_id=tool_id, state=state, words=words)
    return InventoryPage(hub, tools, units, len(everything), tool_id, state, words)


def unit_page(db: Session, unit_id: int) -> UnitPage:
    """Raises NotFound."""
    unit = queries.get_unit(db, unit_id)
    return UnitPage(
        unit,
        queries.get_tool(db, unit.tool_id),
        queries.list_outages_of_unit(db, unit_id),
        queries.list_acts(db, ToolUnit, unit_id),
    )


def scanned_page(db: Session, unit_id: int, *, now: datetime) -> ScannedPage:
    """Raises NotFound."""
    unit = queries.get_unit(db, unit_id)
    tool = queries.get_tool(db, unit.tool_id)
    found = loan_queries.find_loan_of(db, unit_id)
    is_there = found is None and unit.state == UnitState.AVAILABLE
    tomorrow = to_utc(to_local(now, tool.time_zone).date() + timedelta(days=1), time(0), tool.time_zone)
    return ScannedPage(
        unit=unit,
        tool=tool,
        loan=found[1] if found else None,
        out=[found[0]] if found else [],
        to_give=loan_queries.list_to_give_of(db, tool.id, now=now, until=tomorrow) if is_there else [],
        now=now,
    )

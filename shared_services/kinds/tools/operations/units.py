"""The inventory: adding units, their state, the days when one or all are away."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from .. import queries
from ..errors import LabelTaken
from ..inventory.table import clean_label
from ..models import Blackout, Tool, ToolUnit, UnitOutage, UnitState
from .service import follow_inventory, lock_tool


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    """What is written about a unit."""

    label: str
    serial_number: str = ""
    location: str = ""
    note: str = ""


def add_unit(
    db: Session,
    tool_id: int,
    facts: UnitFacts,
    *,
    state: UnitState = UnitState.AVAILABLE,
    by: Person,
    now: datetime,
) -> ToolUnit:
    """One more; in service it is offered at once to those who wait. Raises LabelTaken."""
    tool = lock_tool(db, tool_id)
    unit = register_unit(db, tool, facts, state=state, by=by, now=now)
    follow_inventory(db, tool, now=now)
    return unit


def register_unit(
    db: Session, tool: Tool, facts: UnitFacts, *, state: UnitState, by: Person, now: datetime
) -> ToolUnit:
    """Write a unit of a locked tool down; its caller then makes the ledger follow. Raises LabelTaken."""
    _check_label(db, tool.hub_id or 0, facts.label)
    unit = ToolUnit(
        tool_id=tool.id,
        hub_id=tool.hub_id or 0,
        label=clean_label(facts.label),
        serial_number=facts.serial_number,
        location=facts.location,
        note=facts.note,
        state=state,
        created_at=now,
    )
    db.add(unit)
    audit.record(db, unit, "registered", by=by, now=now, moved=(None, state.value))
    return unit


def describe_unit(db: Session, unit_id: int, facts: UnitFacts, *, by: Person, now: datetime) -> ToolUnit:
    """Correct what is written about it; the trail keeps what it said before. Raises LabelTaken."""
    unit = queries.get_unit(db, unit_id)
    label = clean_label(facts.label)
    if label != unit.label:
        _check_label(db, unit.hub_id, label)
    before = {column.name: getattr(unit, column.name) for column in fields(facts)}
    after = {column.name: getattr(facts, column.name) for column in fields(facts)} | {"label": label}
    changed = {name: [before[name], said] for name, said in after.items() if said != before[name]}
    if changed:
        for name, said in after.items():
            setattr(unit, name, said)
        audit.record(db, unit, "described", by=by, now=now, details=changed)
    return unit


def set_state(
    db: Session, unit_id: int, state: UnitState, *, reason: str, by: Person, now: datetime
) -> ToolUnit:
    """Out of service from today on, or back. Raises LoansInTheWay: nothing is changed then."""
    unit = queries.get_unit(db, unit_id)
    tool = lock_tool(db, unit.tool_id)
    move_unit(db, unit, state, reason=reason, by=by, now=now)
    follow_inventory(db, tool, now=now)
    return unit


def move_unit(
    db: Session, unit: ToolUnit, state: UnitState, *, reason: str, by: Person, now: datetime
) -> None:
    """Set the state of a unit whose tool is locked; its caller then makes the ledger follow."""
    if unit.state != state:
        moved = (unit.state.value, state.value)
        audit.record(db, unit, "state_changed", by=by, now=now, moved=moved, reason=reason or None)
        unit.state = state


def plan_outage(
    db: Session, unit_id: int, *, first: date, last: date, reason: str, by: Person, now: datetime
) -> UnitOutage:
    """A unit away on those days. Raises LoansInTheWay."""
    unit = queries.get_unit(db, unit_id)
    tool = lock_tool(db, unit.tool_id)
    outage = UnitOutage(unit_id=unit.id, first_on=first, last_on=last, reason=reason)
    db.add(outage)
    follow_inventory(db, tool, now=now)
    days = {"first_on": first.isoformat(), "last_on": last.isoformat()}
    audit.record(db, unit, "outage_planned", by=by, now=now, reason=reason, details=days)
    return outage


def remove_outage(db: Session, outage_id: int, *, by: Person, now: datetime) -> ToolUnit:
    """The unit serves on those days after all."""
    outage = queries.get_outage(db, outage_id)
    unit = queries.get_unit(db, outage.unit_id)
    tool = lock_tool(db, unit.tool_id)
    days = {"first_on": outage.first_on.isoformat(), "last_on": outage.last_on.isoformat()}
    db.delete(outage)
    follow_inventory(db, tool, now=now)
    audit.record(db, unit, "outage_removed", by=by, now=now, details=days)
    return unit


def close_days(
    db: Session,
    hub_id: int,
    *,
    tool_id: int | None,
    first: date,
    last: date,
    reason: str,
    by: Person,
    now: datetime,
) -> Blackout:
    """Lend nothing on those days: that tool, or all of the hub's. Raises LoansInTheWay."""
    blackout = Blackout(hub_id=hub_id, tool_id=tool_id, first_on=first, last_on=last, reason=reason)
    db.add(blackout)
    _follow_all(db, _closed_by(db, blackout), now=now)
    audit.record(db, blackout, "closed", by=by, now=now, reason=reason)
    return blackout


def open_days(db: Session, blackout_id: int, *, by: Person, now: datetime) -> int:
    """Lend on those days after all; the number of the hub."""
    blackout = queries.get_blackout(db, blackout_id)
    hub_id, tools = blackout.hub_id, _closed_by(db, blackout)
    audit.record(db, blackout, "opened", by=by, now=now)
    db.delete(blackout)
    _follow_all(db, tools, now=now)
    return hub_id


def _closed_by(db: Session, blackout: Blackout) -> list[int]:
    if blackout.tool_id is not None:
        return [blackout.tool_id]
    return [tool.id for tool in queries.list_tools_of_hub(db, blackout.hub_id)]


def _follow_all(db: Session, tool_ids: Sequence[int], *, now: datetime) -> None:
    for tool_id in sorted(tool_ids):  # ascending: two of them can never wait for each other
        follow_inventory(db, lock_tool(db, tool_id), now=now)


def _check_label(db: Session, hub_id: int, label: str) -> None:
    if queries.find_unit(db, hub_id, clean_label(label)) is not None:
        raise LabelTaken(label=clean_label(label))

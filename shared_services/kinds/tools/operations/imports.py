"""An inventory that comes from a file: all of its lines are written, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from .. import queries
from ..errors import LabelElsewhere
from ..inventory.table import Line
from ..models import UnitState
from .service import follow_inventory, lock_tool
from .units import UnitFacts, describe_unit, move_unit, register_unit


@dataclass(frozen=True)
class Imported:
    """How many units were new, and how many were known already."""

    added: int
    known: int


def import_units(db: Session, hub_id: int, lines: Sequence[Line], *, by: Person, now: datetime) -> Imported:
    """Add the units that are new, correct those that are known by their label; none is taken away.

    Raises LabelElsewhere when a label is that of another tool, LoansInTheWay.
    """
    tools = {tool_id: lock_tool(db, tool_id) for tool_id in sorted({line.tool_id for line in lines})}
    known = {unit.label: unit for unit in queries.list_units_of_hub(db, hub_id)}
    added = 0
    for line in lines:
        facts = UnitFacts(
            label=line.label, serial_number=line.serial_number, location=line.location, note=line.note
        )
        unit = known.get(line.label)
        if unit is None:
            register_unit(db, tools[line.tool_id], facts, state=line.state, by=by, now=now)
            added += 1
        elif unit.tool_id != line.tool_id:
            raise LabelElsewhere(label=line.label, number=line.number)
        else:
            describe_unit(db, unit.id, facts, by=by, now=now)
            move_unit(db, unit, UnitState(line.state), reason="", by=by, now=now)
    for tool in tools.values():
        follow_inventory(db, tool, now=now)
    return Imported(added, len(lines) - added)

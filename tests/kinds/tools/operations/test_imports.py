import pytest

from shared_services.core.database import transaction
from shared_services.kinds.tools.errors import LabelElsewhere
from shared_services.kinds.tools.inventory.table import Line
from shared_services.kinds.tools.models import ToolUnit, UnitState
from shared_services.kinds.tools.operations import Imported, import_units
from tests.support.makers import MONDAY, count, make_hub, make_person
from tests.support.tools import make_tool, make_tool_offer, make_unit


def line(tool, label, *, state=UnitState.AVAILABLE, number=2, note=""):
    return Line(number, tool.id, label, "", state, "", note)


def run(tool, *lines):
    with transaction() as db:
        return import_units(db, tool.hub_id, lines, by=make_person(), now=MONDAY)


def test_new_ones_are_added_known_ones_corrected_none_taken_away(db):
    tool = make_tool(units=0)
    known, other = make_unit(tool, "A"), make_unit(tool, "B")

    done = run(tool, line(tool, "A", state=UnitState.LOST, note="Prêté sans retour"), line(tool, "C"))

    assert done == Imported(added=1, known=1)
    assert (known.state, known.note) == (UnitState.LOST, "Prêté sans retour")
    assert other.state == UnitState.AVAILABLE
    assert tool.capacity == count(db, ToolUnit) == 3


def test_a_label_of_another_tool_stops_everything(db):
    hub = make_hub()
    tool = make_tool(units=0, offer=make_tool_offer(hub))
    make_unit(make_tool(units=0, offer=make_tool_offer(hub)), "X")

    with pytest.raises(LabelElsewhere):
        run(tool, line(tool, "N"), line(tool, "X", number=3))

    assert count(db, ToolUnit) == 1

from io import BytesIO

import pytest

from shared_services.kinds.tools.forms import units
from shared_services.kinds.tools.models import UnitState
from shared_services.kinds.tools.queries import list_units_of_hub
from tests.support.makers import make_manager
from tests.support.tools import borrow, make_tool, make_tool_offer, make_unit

HEAD = "outil;étiquette;numéro de série;état;emplacement;note\n"


@pytest.fixture
def tool(hub):
    return make_tool(units=0, offer=make_tool_offer(hub))


@pytest.fixture
def browser(sign_in, hub):
    return sign_in(make_manager(hub))


def send(browser, hub, text):
    content = text if isinstance(text, bytes) else text.encode()
    data = {"file": (BytesIO(content), "inventaire.csv")}
    return browser.post(f"/manage/{hub.id}/inventory/import", data=data)


def labels(db, hub):
    return [unit.label for unit in list_units_of_hub(db, hub.id)]


def test_what_is_exported_comes_back_unchanged(browser, db, hub, tool):
    make_unit(tool, "TAB-1", note="=SOMME(A1)", location="Armoire « 2 »")
    before = browser.get(f"/manage/{hub.id}/inventory.csv").data
    assert b"'=SOMME" in before

    answer = send(browser, hub, before)

    assert answer.status_code == 303
    assert browser.get(f"/manage/{hub.id}/inventory.csv").data == before


def test_new_and_known_units_are_counted(browser, db, hub, tool):
    make_unit(tool, "TAB-1")

    answer = send(browser, hub, HEAD + "Valise de tablettes;TAB-1;;perdu;;\nvalise de tablettes;TAB-2;;;;\n")

    assert "1 nouveaux, 1 mis à jour" in browser.get(answer.headers["Location"]).page.text
    assert labels(db, hub) == ["TAB-1", "TAB-2"]
    assert list_units_of_hub(db, hub.id)[0].state == UnitState.LOST


def test_one_wrong_line_and_nothing_is_written(browser, db, hub, tool):
    answer = send(browser, hub, HEAD + "Valise de tablettes;TAB-1;;;;\nDrone;TAB-2;;;;\n")

    assert answer.status_code == 422
    assert "Ligne 3 : l'outil « Drone » n'est pas dans ce hub" in answer.page.text
    assert labels(db, hub) == []


def test_a_unit_that_loans_count_on_is_not_lost_by_a_file(browser, db, hub, tool):
    make_unit(tool, "TAB-1")
    booking = borrow(tool)

    answer = send(
        browser, hub, HEAD + "Valise de tablettes;TAB-1;;perdu;;\nValise de tablettes;TAB-2;;perdu;;\n"
    )

    assert answer.status_code == 409
    assert booking.reference in answer.page.text
    assert labels(db, hub) == ["TAB-1"]


@pytest.mark.parametrize("content", [b"", b"\x00", b"x" * 2001, b'"a'])
def test_what_is_no_inventory_is_refused(browser, db, hub, tool, content, monkeypatch):
    monkeypatch.setattr(units, "MOST_BYTES", 2000)
    assert send(browser, hub, content).status_code == 422
    assert labels(db, hub) == []

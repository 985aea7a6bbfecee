from datetime import date

import pytest

from shared_services.kinds.tools.models import UnitState
from shared_services.kinds.tools.queries import list_units_of
from tests.support.makers import make_manager
from tests.support.queries import count_queries
from tests.support.tools import borrow, make_tool, make_tool_offer, make_unit


@pytest.fixture
def tool(hub):
    return make_tool(units=0, offer=make_tool_offer(hub))


@pytest.fixture
def unit(tool):
    return make_unit(tool, "TAB-1", location="Armoire 2")


@pytest.fixture
def browser(sign_in, hub):
    return sign_in(make_manager(hub))


def rows(page):
    return [th for th in page.all("th") if th.get("scope") == "row"]


class TestInventory:
    def test_a_unit_is_added(self, browser, db, hub, tool):
        answer = browser.post(
            f"/manage/{hub.id}/inventory", data={"unit-tool": tool.id, "unit-label": "tab-9"}
        )

        assert answer.status_code == 303
        assert [unit.label for unit in list_units_of(db, [tool.id])] == ["TAB-9"]

    def test_a_label_that_is_taken_is_said_beside_it(self, browser, hub, tool, unit):
        answer = browser.post(
            f"/manage/{hub.id}/inventory", data={"unit-tool": tool.id, "unit-label": "TAB-1"}
        )

        assert answer.status_code == 422
        assert "déjà prise" in answer.page.text

    def test_not_of_another_hubs_tool(self, browser, hub, tool):
        other = make_tool(units=0)

        data = {"unit-tool": other.id, "unit-label": "X"}
        assert browser.post(f"/manage/{hub.id}/inventory", data=data).status_code == 422

    @pytest.mark.parametrize(
        ("query", "number"),
        [("q=armoire", 1), ("q=rien", 0), ("state=available", 2), ("state=lost", 0), ("tool=0&state=x", 2)],
    )
    def test_filters(self, browser, hub, tool, unit, query, number):
        make_unit(tool, "TAB-2")

        assert len(rows(browser.get(f"/manage/{hub.id}/inventory?{query}").page)) == number

    def test_as_many_statements_for_one_as_for_many(self, browser, db, hub, tool, unit):
        def statements():
            db.expire_all()
            with count_queries() as sent:
                browser.get(f"/manage/{hub.id}/inventory")
            return len(sent)

        before = statements()
        for number in range(5):
            make_unit(tool, f"MORE-{number}")

        assert statements() == before

    def test_a_hub_without_tools_is_shown_where_to_begin(self, browser, hub):
        assert "Ajouter un outil" in browser.get(f"/manage/{hub.id}/inventory").page.links


class TestUnit:
    def test_its_state_and_its_history(self, browser, unit):
        data = {"state-state": "under_repair", "state-reason": "Écran fêlé"}

        browser.post(f"/manage/units/{unit.id}/state", data=data)

        text = browser.get(f"/manage/units/{unit.id}").page.text
        assert unit.state == UnitState.UNDER_REPAIR
        assert "En réparation (Écran fêlé)" in text

    def test_in_the_way_of_loans_it_names_them_and_changes_nothing(self, browser, tool, unit):
        booking = borrow(tool)

        answer = browser.post(f"/manage/units/{unit.id}/state", data={"state-state": "lost"})

        assert answer.status_code == 409
        assert booking.reference in answer.page.text

    def test_days_away(self, browser, unit):
        data = {"outage-first": "01/02/2027", "outage-last": "2027-02-05", "outage-reason": "Révision"}
        browser.post(f"/manage/units/{unit.id}/outages", data=data)
        page = browser.get(f"/manage/units/{unit.id}").page
        assert "Du lundi 1er février au vendredi 5 février · Révision" in page.text

        remove = next(f.get("action") for f in page.forms if "/remove" in (f.get("action") or ""))
        browser.post(remove)

        assert "Aucun jour prévu." in browser.get(f"/manage/units/{unit.id}").page.text

    def test_days_the_wrong_way_round(self, browser, unit):
        data = {"outage-first": "05/02/2027", "outage-last": "01/02/2027", "outage-reason": "Révision"}

        assert browser.post(f"/manage/units/{unit.id}/outages", data=data).status_code == 422

    def test_its_card_is_corrected(self, browser, unit):
        browser.post(
            f"/manage/units/{unit.id}",
            data={"unit-label": "tab-1", "unit-note": "Rayée", "unit-location": ""},
        )

        assert (unit.label, unit.note, unit.location) == ("TAB-1", "Rayée", "")


def test_closed_days_are_written_shown_and_removed(browser, hub, tool, unit, client):
    data = {"tool": "0", "first": "01/02/2027", "last": "05/02/2027", "reason": "Congés"}
    answer = browser.post(f"/manage/{hub.id}/tools/closures", data=data)
    assert answer.status_code == 303
    page = browser.get(f"/manage/{hub.id}/tools/closures").page
    assert "Tous les outils du hub · Congés" in page.text
    assert "Pas de prêt du lundi 1er février" in client.get(f"/tools/{tool.offer_id}").page.text

    browser.post(next(f.get("action") for f in page.forms if "/remove" in (f.get("action") or "")))

    assert "Congés" not in browser.get(f"/manage/{hub.id}/tools/closures").page.text


def test_days_that_somebody_booked_are_not_closed(browser, hub, tool, unit):
    booking = borrow(tool, first=date(2027, 2, 3), last=date(2027, 2, 3))
    data = {"tool": str(tool.id), "first": "01/02/2027", "last": "05/02/2027", "reason": "Congés"}

    answer = browser.post(f"/manage/{hub.id}/tools/closures", data=data)

    assert answer.status_code == 409
    assert booking.reference in answer.page.text

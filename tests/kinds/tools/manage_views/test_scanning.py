from datetime import date

import pytest

from shared_services.kinds.tools.inventory.labels import address_of, drawn
from shared_services.kinds.tools.loans.queries import list_loan_units
from shared_services.kinds.tools.operations import hand_over
from shared_services.kinds.tools.queries import list_units_of
from tests.support.bookings import do
from tests.support.makers import local, make_hub, make_manager, make_person
from tests.support.queries import count_queries
from tests.support.tools import borrow, make_tool, make_tool_offer, make_unit

TUESDAY = local(date(2027, 2, 2), 10)


@pytest.fixture
def hub(db):
    return make_hub("Hub Loire")


@pytest.fixture
def tool(hub):
    return make_tool(units=0, offer=make_tool_offer(hub))


@pytest.fixture
def unit(tool):
    return make_unit(tool, "TAB-1")


@pytest.fixture
def browser(sign_in, hub):
    return sign_in(make_manager(hub))


class TestTheCode:
    def test_it_leads_a_manager_to_what_can_be_done(self, browser, unit):
        answer = browser.get(f"/u/{unit.id}")

        assert answer.location == f"/manage/units/{unit.id}/now"

    def test_it_leads_a_finder_to_the_hub_and_tells_nothing_else(self, client, hub, unit):
        page = client.get(f"/u/{unit.id}").page

        assert "appartient à Hub Loire" in page.text
        assert hub.email in page.text
        assert "TAB-1" not in page.text
        assert "Valise" not in page.text

    def test_after_signing_in_one_is_back_there(self, client, unit):
        links = client.get(f"/u/{unit.id}").page.links

        assert f"/u/{unit.id}" in links["Connectez-vous pour le remettre ou le reprendre"].replace("%2F", "/")

    def test_another_hub_s_manager_is_a_finder(self, sign_in, unit):
        assert "appartient à" in sign_in(make_manager(make_hub())).get(f"/u/{unit.id}").page.text

    def test_a_unit_that_never_was(self, client, db):
        assert client.get("/u/999999").status_code == 404


class TestInHand:
    def now(self, browser, unit):
        return browser.get(f"/manage/units/{unit.id}/now").page

    def test_it_is_given_to_who_comes_today_in_one_step(self, browser, tool, unit, at, db):
        make_unit(tool, "TAB-2")
        loan = borrow(tool, make_person("Zoé", "Bert"), units=2)
        borrow(tool, make_person("Luc", "Tard"), first=date(2027, 2, 8), last=date(2027, 2, 9))
        with at(TUESDAY):
            page = self.now(browser, unit)
            assert "Remettre à Zoé Bert" in page.text
            assert "Luc Tard" not in page.text
            form = next(f for f in page.forms if "hand-over" in (f.get("action") or ""))
            fields = {f.get("name"): f.get("value") for f in form.iter("{*}input") if f.get("name")}
            browser.post(form.get("action"), data=fields or {"hand-labels": "TAB-1"})
            assert [one.unit.label for one in list_loan_units(db, loan.id)] == ["TAB-1"]

            second = next(one for one in list_units_of(db, [tool.id]) if one.label == "TAB-2")
            assert "Remettre à Zoé Bert" in self.now(browser, second).text

    def test_it_is_taken_back_from_who_has_it(self, browser, tool, unit, at, db):
        loan = borrow(tool, make_person("Zoé", "Bert"))
        do(hand_over, loan, ["TAB-1"], state="Complet", by=make_person(), now=TUESDAY)
        with at(TUESDAY):
            assert "À rendre le jeudi 4 février" in self.now(browser, unit).text
        with at(local(date(2027, 2, 6), 10)):
            page = self.now(browser, unit)
            assert "Zoé Bert" in page.text
            assert "2 jours de retard" in page.text
            assert "Complet" in page.text
            data = {f"back-back_{unit.id}": "y", f"back-state_{unit.id}": "Rayé"}
            browser.post(f"/manage/loans/{loan.reference}/take-back", data=data)

        noted = list_loan_units(db, loan.id)[0]
        assert (noted.is_out, noted.state_in) == (False, "Rayé")

    def test_nobody_comes_for_it(self, browser, unit):
        assert "Personne n'attend cet outil aujourd'hui." in self.now(browser, unit).text

    def test_it_is_not_lent_now(self, browser, unit):
        browser.post(f"/manage/units/{unit.id}/state", data={"state-state": "lost"})

        assert "Il ne se prête pas en ce moment." in self.now(browser, unit).text


class TestSheet:
    def test_each_label_has_its_code_and_what_people_read(self, browser, hub, unit):
        answer = browser.get(f"/manage/{hub.id}/inventory/labels")

        assert str(drawn(address_of(unit.id))) in answer.text
        assert "TAB-1" in answer.page.text
        assert "1 étiquette" in answer.page.text

    def test_only_those_that_the_inventory_was_sifted_for(self, browser, hub, tool, unit):
        make_unit(tool, "PC-1")

        page = browser.get(f"/manage/{hub.id}/inventory/labels?q=tab").page

        assert "TAB-1" in page.text
        assert "PC-1" not in page.text

    def test_as_many_statements_for_ten_as_for_one(self, browser, db, hub, tool, unit):
        def statements():
            db.expire_all()
            with count_queries() as sent:
                browser.get(f"/manage/{hub.id}/inventory/labels")
            return len(sent)

        before = statements()
        for number in range(2, 11):
            make_unit(tool, f"TAB-{number}")

        assert statements() == before

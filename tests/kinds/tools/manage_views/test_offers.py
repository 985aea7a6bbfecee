from io import BytesIO

import pytest

from shared_services.catalogue.models import OfferStatus
from shared_services.kinds.tools.forms import offers
from shared_services.kinds.tools.queries import get_tool_of, list_tools_of_hub
from tests.support.makers import make_hub, make_manager, make_person
from tests.support.tools import borrow, make_tool, make_tool_offer

WRITTEN = {
    "title": "Valise de tablettes",
    "summary": "Dix tablettes.",
    "category": "tablets",
    "description": "Dix tablettes et leurs chargeurs.",
    "themes": ["1"],
    "deposit": "150",
    "place_name": "Maison du numérique",
    "weekdays": ["0", "1", "3"],
    "opens_hour": "9h30",
    "closes_hour": "17 h",
    "least_days": "1",
    "most_days": "10",
    "notice_days": "2",
    "turnaround_days": "1",
    "horizon_days": "90",
    "who": "any_hub",
}


@pytest.fixture
def browser(sign_in, hub):
    return sign_in(make_manager(hub))


def write(browser, hub, **given):
    return browser.post(f"/manage/{hub.id}/tools/new", data=WRITTEN | given)


def test_a_tool_is_written_in_one_page(browser, db, hub):
    answer = write(browser, hub)

    assert answer.status_code == 303
    tool = list_tools_of_hub(db, hub.id)[0]
    assert (tool.weekdays, tool.most_days, tool.tool_offer.deposit_cents) == ("013", 10, 15_000)
    shown = browser.get(answer.headers["Location"]).page
    assert "Aucun exemplaire" in shown.text
    assert "Soumettre à la relecture" in shown.text
    assert "Valise de tablettes" in browser.get(f"/manage/{hub.id}/tools").page.text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"),
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": ["9"]}, "weekdays"),
        ({"closes_hour": "9 h"}, "closes_hour"),
        ({"most_days": "0"}, "most_days"),
        ({"least_days": "20"}, "most_days"),
        ({"horizon_days": "2"}, "horizon_days"),
        ({"deposit": "beaucoup"}, "deposit"),
        ({"category": "avions"}, "category"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(browser, db, hub, given, field):
    answer = write(browser, hub, **given)

    assert answer.status_code == 422
    assert answer.page.by_id(f"{field}-error") is not None
    assert list_tools_of_hub(db, hub.id) == []


class TestLife:
    def test_handed_in_published_and_taken_back(self, browser, hub):
        offer = make_tool_offer(hub, status=OfferStatus.DRAFT)
        make_tool(offer=offer)

        browser.post(f"/manage/offers/{offer.id}/submit")
        assert offer.status == OfferStatus.SUBMITTED
        browser.post(f"/manage/offers/{offer.id}/withdraw")

        assert offer.status == OfferStatus.DRAFT

    def test_with_loans_to_come_it_stays(self, browser, hub):
        offer = make_tool_offer(hub)
        borrow(make_tool(offer=offer))

        assert (
            "Elle ne se retire pas : 1 prêt est à venir" in browser.get(f"/manage/tools/{offer.id}").page.text
        )
        assert browser.post(f"/manage/offers/{offer.id}/withdraw").status_code == 409

    def test_an_admin_reads_all_of_it_before_it_is_published(self, sign_in, hub):
        from tests.support.makers import make_admin

        offer = make_tool_offer(hub, status=OfferStatus.SUBMITTED, deposit_cents=15_000)
        make_tool(offer=offer)

        text = sign_in(make_admin()).get(f"/admin/moderation/{offer.id}").page.text

        assert "150 €, demandée au retrait" in text


class TestPublished:
    def test_its_text_changes_beside_what_readers_see(self, browser, sign_in, hub, client):
        offer = make_tool_offer(hub)
        make_tool(offer=offer)
        page = browser.get(f"/manage/tools/{offer.id}").page
        text = {
            name: value for name, value in page.values().items() if not name.startswith(("rules-", "manual-"))
        }

        given = (
            WRITTEN | text | {"title": "Valise de douze tablettes", "themes": ["1"], "category": "tablets"}
        )
        browser.post(f"/manage/tools/{offer.id}", data=given)

        assert client.get(f"/tools/{offer.id}").page.h1 == "Valise de tablettes"
        assert browser.get(f"/manage/tools/{offer.id}").page.values()["title"] == "Valise de douze tablettes"


class TestRules:
    def test_they_change_without_being_read_again(self, browser, db, hub):
        offer = make_tool_offer(hub)
        make_tool(offer=offer)
        rules = {f"rules-{name}": value for name, value in WRITTEN.items()}

        answer = browser.post(f"/manage/tools/{offer.id}/rules", data=rules)

        assert answer.status_code == 303
        assert get_tool_of(db, offer.id).weekdays == "013"
        assert offer.status == OfferStatus.PUBLISHED

    def test_wrong_ones_come_back_with_what_was_typed(self, browser, hub):
        offer = make_tool_offer(hub)
        make_tool(offer=offer)

        answer = browser.post(f"/manage/tools/{offer.id}/rules", data={"rules-place_name": "Ici"})

        assert answer.status_code == 422
        assert answer.page.values()["rules-place_name"] == "Ici"


class TestManual:
    def send(self, browser, offer, content, name="Notice d'emploi.pdf"):
        data = {"manual-manual": (BytesIO(content), name)}
        return browser.post(f"/manage/tools/{offer.id}/manual", data=data)

    def test_a_pdf_is_kept_under_a_plain_name(self, browser, hub):
        offer = make_tool_offer(hub)
        make_tool(offer=offer)

        self.send(browser, offer, b"%PDF-1.7 ...")

        assert "Notice_demploi.pdf" in browser.get(f"/manage/tools/{offer.id}").page.text
        browser.post(f"/manage/tools/{offer.id}/manual/remove")
        assert "Notice_demploi.pdf" not in browser.get(f"/manage/tools/{offer.id}").page.text

    @pytest.mark.parametrize("content", [b"", b"GIF89a", b"<html>", b"%PDF-" + b"x" * 2000])
    def test_what_is_no_pdf_whatever_its_name_is_refused(self, browser, hub, content, monkeypatch):
        monkeypatch.setattr(offers, "MOST_BYTES", 1000)
        offer = make_tool_offer(hub)
        make_tool(offer=offer)

        assert self.send(browser, offer, content).status_code == 422


def test_only_the_managers_of_the_hub(sign_in, hub):
    offer = make_tool_offer(hub)
    make_tool(offer=offer)

    for person in (make_person(), make_manager(make_hub())):
        browser = sign_in(person)
        assert browser.get(f"/manage/tools/{offer.id}").status_code == 403
        assert browser.get(f"/manage/{hub.id}/inventory.csv").status_code == 403

import pytest

from shared_services.kinds.tools.loans.queries import find_rules
from tests.support.makers import MONDAY, make_manager, make_person
from tests.support.queries import count_queries
from tests.support.tools import borrow, make_suspension, make_tool, make_tool_offer


@pytest.fixture
def browser(sign_in, hub):
    return sign_in(make_manager(hub))


@pytest.fixture
def suspension(hub):
    return make_suspension(borrow(make_tool(offer=make_tool_offer(hub)), make_person("Zoé", "Tard")))


def test_rules_are_written_emptied_and_refused(browser, db, hub):
    path = f"/manage/{hub.id}/tools/rules"

    assert browser.post(path, data={"visits_a_day": "8", "late_days": "0"}).status_code == 303
    shown = browser.get(path).page.values()
    assert (shown["visits_a_day"], shown["late_days"]) == ("8", "0")

    assert browser.post(path, data={"visits_a_day": "0", "late_days": "beaucoup"}).status_code == 422
    assert find_rules(db, hub.id).visits_a_day == 8

    browser.post(path, data={"visits_a_day": "", "late_days": ""})
    assert (find_rules(db, hub.id).visits_a_day, find_rules(db, hub.id).late_days) == (None, None)


def test_who_is_suspended_is_listed_and_who_asks_again_says_so(browser, hub, suspension):
    page = browser.get(f"/manage/{hub.id}/tools/rules").page

    assert page.links["Zoé Tard"] == f"/manage/suspensions/{suspension.id}"


def test_who_asks_for_another_look_is_on_the_board(browser, hub):
    loan = borrow(make_tool(offer=make_tool_offer(hub)), make_person("Zoé", "Tard"))
    suspension = make_suspension(loan, appeal="Hôpital.", appealed_at=MONDAY)

    assert (
        browser.get(f"/manage/{hub.id}/loans").page.links["Zoé Tard"]
        == f"/manage/suspensions/{suspension.id}"
    )


def test_a_suspension_is_answered_with_a_reason(browser, suspension):
    path = f"/manage/suspensions/{suspension.id}"

    assert browser.post(path, data={"decision": "lift"}).status_code == 422
    assert browser.post(path, data={"decision": "keep", "answer": "On attend."}).status_code == 303
    assert suspension.stands
    assert browser.post(path, data={"decision": "lift", "answer": "C'est bon."}).status_code == 303

    assert not suspension.stands
    assert browser.post(path, data={"decision": "lift", "answer": "Encore"}).status_code == 409
    assert "C'est bon." in browser.get(path).page.text


def test_the_loan_of_a_suspended_person_says_so(browser, hub):
    person = make_person()
    earlier = borrow(make_tool(offer=make_tool_offer(hub)), person)
    loan = borrow(make_tool(offer=make_tool_offer(hub)), person)
    make_suspension(earlier)

    assert "sont suspendus" in browser.get(f"/manage/loans/{loan.reference}").page.text


def test_the_list_sends_as_many_statements_for_ten_as_for_one(browser, db, hub, suspension):
    def statements():
        db.expire_all()
        with count_queries() as sent:
            browser.get(f"/manage/{hub.id}/tools/rules")
        return len(sent)

    before = statements()
    for _ in range(9):
        make_suspension(borrow(make_tool(offer=make_tool_offer(hub))))

    assert statements() == before

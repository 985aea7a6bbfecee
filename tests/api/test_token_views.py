from datetime import timedelta

import pytest

from shared_services.accounts.own_data import collect
from shared_services.api.models import ApiToken
from shared_services.core.audit import AuditEntry
from tests.api.support import Program, token_of
from tests.support.makers import MONDAY, make_person


@pytest.fixture
def browser(sign_in, person):
    return sign_in(person)


def created(browser, name="Tableau de bord", days="30"):
    answer = browser.post("/account/tokens", data={"name": name, "days": days})
    return answer, answer.page.by_id("new-token").get("value")


def test_a_token_is_shown_once_and_opens(browser, client, db):
    answer, token = created(browser)

    assert answer.headers["Cache-Control"] == "no-store"
    assert Program(client, token).get("/bookings").status_code == 200
    assert token not in browser.get("/account/tokens").page.html
    row = db.query(ApiToken).one()
    assert token not in (row.token_hash, row.name)
    assert row.expires_at == MONDAY + timedelta(days=30)


def test_the_page_says_which_exist_and_when_they_served(browser, client):
    _answer, token = created(browser)
    assert "Jamais servi" in browser.get("/account/tokens").page.text

    Program(client, token).get("/bookings")

    text = browser.get("/account/tokens").page.text
    assert "Tableau de bord" in text
    assert "Servi le lundi 4 janvier" in text


def test_revoked_it_opens_nothing_and_leaves_the_list(browser, client, db):
    _answer, token = created(browser)
    row = db.query(ApiToken).one()

    browser.post(f"/account/tokens/{row.id}/revoke")
    browser.post(f"/account/tokens/{row.id}/revoke")

    assert Program(client, token).get("/bookings").status_code == 401
    assert "Aucun programme" in browser.get("/account/tokens").page.text
    acts = db.query(AuditEntry).filter(AuditEntry.subject_kind == "api_token").order_by(AuditEntry.id)
    assert [act.action for act in acts] == ["created", "revoked"]


def test_all_are_revoked_with_one_button(browser, client, person):
    tokens = [created(browser)[1] for _ in range(2)]
    other = token_of(make_person())
    browser.post("/account/tokens/revoke")

    assert [Program(client, token).get("/bookings").status_code for token in [*tokens, other]] == [
        401,
        401,
        200,
    ]


def test_nobody_revokes_the_token_of_somebody_else(browser, db):
    token_of(make_person())

    answer = browser.post(f"/account/tokens/{db.query(ApiToken).one().id}/revoke")

    assert answer.status_code == 403


def test_a_name_and_a_lifetime_are_needed(browser, db):
    answer = browser.post("/account/tokens", data={"name": " ", "days": "9999"})

    assert answer.status_code == 422
    assert len(answer.page.with_class("field-error")) == 2
    assert db.query(ApiToken).count() == 0


@pytest.mark.parametrize("page", ["/account/password", "/account/devices"])
def test_the_pages_that_sign_out_say_that_tokens_stay_good(browser, page):
    assert browser.get(page).page.links["voir lesquels"] == "/account/tokens"


def test_a_new_password_and_signing_out_everywhere_leave_tokens_good(browser, client):
    _answer, token = created(browser)

    browser.post("/account/devices/close")

    assert Program(client, token).get("/bookings").status_code == 200


def test_her_own_data_name_her_tokens_without_the_secret(db, person):
    token_of(person)

    row = collect(db, person)["api_token"][0]

    assert row["name"] == "Tableau de bord"
    assert "token_hash" not in row

from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Person, SupportPage
from tests.support import makers
from tests.support.access_matrix import World, routes
from tests.support.makers import MONDAY
from tests.support.queries import count_queries

REASON = {"visit_reason": "Elle ne trouve pas sa réservation."}
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def person():
    return makers.make_aidant(makers.make_hub(), first_name="Lila", last_name="Roux")


@pytest.fixture
def browser(sign_in, person):
    """An admin's browser that sees the site as that person does."""
    browser = sign_in(makers.make_admin())
    assert browser.post(f"/admin/people/{person.id}/see-as", data=REASON).status_code == 303
    return browser


class TestLooking:
    def test_the_site_is_hers_under_a_banner(self, browser):
        page = browser.get("/account").page

        assert page.values()["first_name"] == "Lila"
        assert "Vous voyez le site comme Lila Roux, en lecture seule, jusqu'à 9 h 15." in page.whole_text

    def test_a_reason_is_compulsory(self, sign_in, person):
        browser = sign_in(makers.make_admin())

        answer = browser.post(f"/admin/people/{person.id}/see-as", data={"visit_reason": " "})

        assert answer.status_code == 422
        assert answer.page.with_class("field-error")

    def test_only_admins_look(self, sign_in, person):
        other = sign_in(makers.make_person())

        assert other.post(f"/admin/people/{person.id}/see-as", data=REASON).status_code == 403

    def test_leaving_gives_the_admin_her_own_site_back(self, browser, person):
        answer = browser.post("/support/leave")

        assert answer.location == f"/admin/people/{person.id}"
        assert "Voir comme" in browser.get(answer.location).page.text
        assert browser.get("/").page.with_class("support-banner") == []

    def test_it_is_over_after_a_quarter_of_an_hour(self, browser, at):
        with at(MONDAY + timedelta(minutes=14, seconds=59)):
            assert browser.get("/admin").status_code == 403
        with at(MONDAY + timedelta(minutes=15)):
            assert browser.get("/admin").status_code == 200

    def test_the_state_is_in_the_row_of_the_browser_not_in_the_cookie(self, app, browser, person):
        with browser.session_transaction() as cookie:
            token = cookie["_user_id"]
            assert set(cookie) <= {"_user_id", "_fresh", "_permanent", "csrf_token", "_flashes"}
        same = app.test_client()
        with same.session_transaction() as cookie:
            cookie["_user_id"] = token

        assert same.get("/").page.with_class("support-banner")

    def test_an_admin_made_meanwhile_is_no_longer_seen(self, browser, person, db):
        db.get_one(Person, person.id).admin_since = MONDAY
        db.commit()

        assert browser.get("/").page.with_class("support-banner") == []


class TestHerSide:
    def test_she_reads_who_looked_why_and_at_what(self, browser, sign_in, person):
        browser.get("/bookings?page=1")

        page = sign_in(person).get("/account/support").page

        assert "Ada Min, pour cette raison : Elle ne trouve pas sa réservation." in page.text
        assert "/bookings" in page.text
        assert "page=1" not in page.text

    def test_somebody_else_reads_nothing_of_it(self, browser, sign_in):
        assert "Ada Min" not in sign_in(makers.make_person()).get("/account/support").page.text


class TestPrivate:
    @pytest.mark.parametrize("path", ["/messages", "/account/password"])
    def test_what_is_private_is_not_shown(self, browser, path):
        answer = browser.get(path)

        assert answer.status_code == 403
        assert "ne se montre pas au support" in answer.page.text


def addresses(world, rule):
    values = world.hubs[0].values_for(rule)
    with world.app.test_request_context():
        return world.app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})


@pytest.fixture
def looking(app, db):
    """An admin who looks as the manager of a hub, where there is much to do."""
    world = World(app)
    browser = world.browser("admin")
    answer = browser.post(f"/admin/people/{world.hubs[0].manager.id}/see-as", data=REASON)
    assert answer.status_code == 303
    return world, browser


@pytest.mark.page
def test_whatever_is_sent_to_whatever_route_nothing_is_written(app, looking):
    world, browser = looking
    tried = 0
    for rule, method in routes(app):
        if method == "GET" or rule.endpoint == "support.leave":
            continue
        path = addresses(world, rule)
        with count_queries() as sent:
            answer = browser.open(path, method=method)
        refused = 401 if path.startswith("/api/v1/") else 403  # there her cookie is nobody's
        assert answer.status_code == refused, f"{method} {path}"
        assert [s for s in sent if s.lstrip().upper().startswith(WRITES)] == [], f"{method} {path}"
        tried += 1
    assert tried > 50


@pytest.mark.page
def test_whatever_is_looked_at_only_the_look_is_written(app, looking, db):
    world, browser = looking
    for rule, method in routes(app):
        if method != "GET":
            continue
        path = addresses(world, rule)
        with count_queries() as sent:
            browser.open(path, method="GET")
        writes = [s for s in sent if s.lstrip().upper().startswith(WRITES)]
        assert [s for s in writes if not s.startswith("INSERT INTO support_page")] == [], path
    assert db.scalars(select(SupportPage)).first() is not None

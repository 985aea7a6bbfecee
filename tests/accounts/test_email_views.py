from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.jobs import forget_expired_tokens
from shared_services.accounts.models import EmailChange, Person
from tests.accounts.conftest import PASSWORD
from tests.support.makers import MONDAY, count, make_person

NEW = "alice@amiens.example"


@pytest.fixture
def browser(sign_in, alice):
    return sign_in(alice)


def ask(browser, email=NEW, password=PASSWORD):
    return browser.post("/account/email", data={"email": email, "current_password": password})


def email_of(db, person):
    return db.scalars(select(Person.email).where(Person.id == person.id)).one()


class TestAsking:
    def test_changes_nothing_yet_and_writes_to_both_addresses(self, browser, db, alice, sent):
        assert ask(browser).status_code == 303

        assert email_of(db, alice) == "alice@lens.example"
        assert sorted(sent()) == [("change_email", NEW), ("email_change_asked", "alice@lens.example")]

    def test_the_wrong_password_is_refused_beside_its_field(self, browser, db, alice, sent):
        answer = ask(browser, password="pas celui-là")

        assert answer.status_code == 422
        assert answer.page.by_id("current_password-error") is not None
        assert answer.page.values()["email"] == NEW
        assert sent() == []

    def test_the_same_address_is_refused_beside_its_field(self, browser, alice):
        assert ask(browser, email="Alice@Lens.example").page.by_id("email-error") is not None

    def test_an_address_with_an_account_gets_the_same_answer_and_only_its_owner_learns_it(
        self, browser, db, alice, sent
    ):
        make_person(email=NEW)

        assert ask(browser).location == "/account"
        assert ("already_registered", NEW) in sent()
        assert ("change_email", NEW) not in sent()


class TestConfirming:
    def test_the_account_has_its_new_address_from_the_click_on(self, browser, client, db, alice, link_of):
        ask(browser)
        link = link_of("change_email")

        assert client.get(link).status_code == 200
        assert email_of(db, alice) == "alice@lens.example"
        client.post(link)

        assert email_of(db, alice) == NEW
        assert client.post("/login", data={"email": NEW, "password": PASSWORD}).status_code == 303
        assert client.post(link).status_code == 410

    def test_it_is_found_under_its_new_address(self, browser, client, db, alice, link_of):
        ask(browser)
        client.post(link_of("change_email"))

        assert "amiens" in db.get(Person, alice.id).search_text

    def test_two_days_later_the_link_is_dead(self, browser, client, alice, link_of, at):
        ask(browser)
        link = link_of("change_email")

        with at(MONDAY + timedelta(days=2)):
            assert client.post(link).status_code == 410

    def test_an_address_taken_meanwhile_stays_where_it_is(self, browser, client, db, alice, link_of):
        ask(browser)
        make_person(email=NEW)

        assert client.post(link_of("change_email")).status_code == 410
        assert email_of(db, alice) == "alice@lens.example"

    def test_a_link_made_elsewhere_opens_nothing(self, client, db):
        assert client.get("/email/confirm/nothing").status_code == 404
        assert client.get("/email/object/nothing").status_code == 404


class TestObjecting:
    def test_before_it_is_confirmed_nothing_comes_of_it(self, browser, client, db, alice, link_of, sent):
        ask(browser)
        confirm = link_of("change_email")

        assert client.post(link_of("email_change_asked")).location == "/login"

        assert client.post(confirm).status_code == 410
        assert email_of(db, alice) == "alice@lens.example"
        assert ("reset_password", "alice@lens.example") in sent()
        assert browser.get("/account").status_code == 303

    def test_after_it_was_confirmed_the_account_comes_back(self, browser, client, db, alice, link_of, sent):
        ask(browser)
        objection = link_of("email_change_asked")
        client.post(link_of("change_email"))

        client.post(objection)

        person = db.get(Person, alice.id)
        assert (person.email, person.password_hash) == ("alice@lens.example", None)
        assert ("reset_password", "alice@lens.example") in sent()
        assert client.post(objection).status_code == 410

    def test_fourteen_days_later_it_is_too_late(self, browser, client, alice, link_of, at):
        ask(browser)
        objection = link_of("email_change_asked")

        with at(MONDAY + timedelta(days=14)):
            assert client.get(objection).status_code == 410


def test_a_change_is_forgotten_after_thirty_days(browser, db, alice):
    ask(browser)

    forget_expired_tokens(MONDAY + timedelta(days=31))

    assert count(db, EmailChange) == 0

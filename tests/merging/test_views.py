from datetime import timedelta

import pytest

from shared_services.accounts.models import Person
from shared_services.accounts.passwords import hash_password
from shared_services.core import clock
from tests.accounts.conftest import PASSWORD, link_of, messages, sent  # noqa: F401 - fixtures
from tests.support.bookings import book
from tests.support.makers import MONDAY, make_admin, make_offer, make_person, make_session


@pytest.fixture
def zoe(db):
    return make_person("Zoé", "Double", email="zoe@lens.example", password_hash=hash_password(PASSWORD))


@pytest.fixture
def twin(db):
    return make_person(
        "Zoé", "Double", email="zoe@arras.example", password_hash=hash_password("une autre phrase")
    )


def ask(browser, email="zoe@arras.example", password=PASSWORD):
    return browser.post("/account/merge", data={"email": email, "current_password": password})


class TestByHerself:
    def test_the_link_in_the_other_mailbox_makes_them_one(self, sign_in, db, zoe, twin, link_of):  # noqa: F811
        browser = sign_in(zoe)
        session = make_session(make_offer(title="Les bases du numérique"))
        book(session, twin)

        assert ask(browser).status_code == 303
        path = link_of("merge_asked")
        page = browser.get(path).page
        assert "zoe@arras.example" in page.text
        answer = browser.post(path)

        assert answer.status_code == 303
        assert "Les bases du numérique" in browser.get("/bookings").page.text
        assert db.get_one(Person, twin.id).merged_into_id == zoe.id

    def test_the_page_says_the_same_of_an_address_without_account(self, sign_in, db, zoe, twin, sent):  # noqa: F811
        browser = sign_in(zoe)

        known, unknown = ask(browser), ask(browser, "personne@lens.example")

        assert known.headers["Location"] == unknown.headers["Location"]
        assert sent() == [("merge_asked", "zoe@arras.example")]

    def test_no_link_goes_to_an_admin_a_blocked_or_an_unconfirmed_account(self, sign_in, db, zoe, sent):  # noqa: F811
        browser = sign_in(zoe)
        make_admin(email="chef@lens.example")
        make_person(email="bloque@lens.example", blocked_at=MONDAY, block_reason="Abus")
        make_person(email="neuve@lens.example", email_confirmed_at=None)

        for email in ("chef@lens.example", "bloque@lens.example", "neuve@lens.example"):
            assert ask(browser, email).status_code == 303

        assert sent() == []

    def test_the_wrong_password_is_refused_beside_its_field(self, sign_in, zoe, twin, sent):  # noqa: F811
        answer = ask(sign_in(zoe), password="pas celui-là")

        assert answer.status_code == 422
        assert answer.page.by_id("current_password-error") is not None
        assert answer.page.values()["email"] == "zoe@arras.example"
        assert sent() == []

    def test_one_s_own_address_is_refused_beside_its_field(self, sign_in, zoe):
        assert ask(sign_in(zoe), "zoe@lens.example").page.by_id("email-error") is not None

    def test_the_link_works_for_the_account_that_asked_alone(self, sign_in, db, zoe, twin, link_of):  # noqa: F811
        ask(sign_in(zoe))
        path = link_of("merge_asked")

        answer = sign_in(twin).get(path)

        assert answer.status_code == 403
        assert "zoe@lens.example" in answer.page.text

    def test_the_link_works_once_and_for_a_day(self, sign_in, db, zoe, twin, link_of):  # noqa: F811
        browser = sign_in(zoe)
        ask(browser)
        path = link_of("merge_asked")
        with clock.stopped(clock.now() + timedelta(hours=25)):
            assert browser.get(path).status_code == 404
        assert browser.post(path).status_code == 303
        assert browser.post(path).status_code == 404
        assert browser.get("/account/merge/abc").status_code == 404

    def test_either_address_signs_in_with_the_kept_password(self, client, sign_in, db, zoe, twin, link_of):  # noqa: F811
        browser = sign_in(zoe)
        ask(browser)
        browser.post(link_of("merge_asked"))

        old = client.post("/login", data={"email": "zoe@arras.example", "password": "une autre phrase"})
        kept = client.post("/login", data={"email": "zoe@arras.example", "password": PASSWORD})

        assert (old.status_code, kept.status_code) == (422, 303)

from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Device
from shared_services.accounts.passwords import is_right
from shared_services.core.audit import AuditEntry
from tests.accounts.conftest import PASSWORD, chosen_language
from tests.support.makers import MONDAY, make_device

FORM = {"first_name": "Alix", "last_name": "Durand", "phone": "06.12.34.56.78", "language": "fr"}
NEW = "une autre marelle"


@pytest.fixture
def browser(alice, sign_in):
    return sign_in(alice)


class TestProfile:
    def test_shows_what_is_known(self, browser):
        page = browser.get("/account").page

        assert page.values()["first_name"] == "Alice"
        assert chosen_language(page) == "fr"
        assert "alice@lens.example" in page.text

    def test_takes_the_new_data(self, db, alice, browser):
        answer = browser.post("/account", data=FORM, follow_redirects=True)

        assert "Vos informations sont enregistrées" in answer.page.text
        assert (alice.name, alice.phone, alice.locale) == ("Alix Durand", "+33 6 12 34 56 78", "fr")
        assert (alice.search_text, alice.sort_key) == (" alix durand alice lens example ", "durand alix")
        assert "profile_changed" in set(db.scalars(select(AuditEntry.action)))

    def test_the_phone_may_stay_empty(self, alice, browser):
        browser.post("/account", data={**FORM, "phone": " "})

        assert (alice.first_name, alice.phone) == ("Alix", None)

    def test_the_site_speaks_the_language_of_the_account(self, alice, browser):
        answer = browser.post("/account", data={**FORM, "language": "en"}, follow_redirects=True)

        assert answer.page.root.get("lang") == "en"
        french = browser.get("/account", headers={"Accept-Language": "fr"})
        assert french.page.root.get("lang") == "en"

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("first_name", ""),
            ("first_name", "a" * 81),
            ("last_name", "<script>alert(1)</script>"),
            ("last_name", "😀"),
            ("phone", "12"),
            ("phone", "+32 471 11 22 33"),
            ("phone", "<script>"),
            ("phone", "0" * 300),
            ("language", "tlh"),
        ],
    )
    def test_bad_input_is_said_beside_the_field_and_nothing_is_written(self, alice, browser, field, typed):
        answer = browser.post("/account", data={**FORM, field: typed})

        assert answer.status_code == 422
        assert answer.page.by_id(f"{field}-error") is not None
        assert answer.page.values()["last_name" if field != "last_name" else "first_name"] in FORM.values()
        assert field == "language" or answer.page.values()[field] == typed
        assert alice.name == "Alice Martin"

    def test_a_stranger_is_led_to_sign_in_and_back(self, client):
        assert client.get("/account").location == "/login?next=/account"

    def test_without_its_csrf_token_the_form_is_refused(self, alice, browser):
        assert browser.post("/account", data=FORM, csrf=False).status_code == 400
        assert alice.first_name == "Alice"


class TestChangingThePassword:
    def change(self, browser, current=PASSWORD, new=NEW):
        return browser.post("/account/password", data={"current_password": current, "password": new})

    def test_takes_it_signs_the_others_out_and_says_so_by_mail(self, db, alice, browser, sent):
        make_device(alice, "lost phone", now=MONDAY)

        answer = self.change(browser)

        assert (answer.status_code, answer.location) == (303, "/account")
        assert is_right(alice.password_hash, NEW)
        assert sent() == [("password_changed", alice.email)]
        assert sorted(str(d.revoked_at) for d in db.scalars(select(Device))) == [str(MONDAY), "None"]
        assert browser.get("/account").status_code == 200

    def test_asks_for_the_present_one(self, alice, browser, sent):
        answer = self.change(browser, current="pas le bon du tout")

        assert answer.status_code == 422
        assert "pas votre mot de passe actuel" in "".join(
            answer.page.by_id("current_password-error").itertext()
        )
        assert is_right(alice.password_hash, PASSWORD)
        assert sent() == []

    def test_ten_tries_each_quarter_of_an_hour(self, alice, browser, at):
        for _ in range(10):
            self.change(browser, current="pas le bon du tout")

        assert self.change(browser).status_code == 429
        with at(MONDAY + timedelta(minutes=15)):
            assert self.change(browser).status_code == 303

    @pytest.mark.parametrize(
        ("current", "new", "field"),
        [
            ("", NEW, "current_password"),
            (PASSWORD, "", "password"),
            (PASSWORD, "court", "password"),
            (PASSWORD, "alice@lens.example", "password"),
            ("x" * 300, NEW, "current_password"),
        ],
    )
    def test_bad_input_is_said_and_never_shown_again(self, alice, browser, current, new, field):
        answer = self.change(browser, current, new)

        assert answer.status_code == 422
        assert answer.page.by_id(f"{field}-error") is not None
        assert {answer.page.values()[name] for name in ("password", "current_password")} == {""}
        assert is_right(alice.password_hash, PASSWORD)

    def test_the_page_opens(self, browser):
        assert browser.get("/account/password").page.h1 == "Changer mon mot de passe"


class TestOtherDevices:
    def test_are_signed_out_at_once_but_this_one(self, db, alice, browser):
        make_device(alice, "lost phone", now=MONDAY)

        browser.post("/account/other-devices")

        assert sorted(str(d.revoked_at) for d in db.scalars(select(Device))) == [str(MONDAY), "None"]
        assert browser.get("/account").status_code == 200

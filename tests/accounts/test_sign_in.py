import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts import operations, passwords
from shared_services.accounts.errors import WrongCredentials
from shared_services.accounts.models import Device
from shared_services.core.limits import Attempt
from tests.accounts.conftest import PASSWORD
from tests.support.makers import MONDAY, count, make_person

WRONG = "ne vont pas ensemble"


@pytest.fixture
def send(client):
    def post(path, *, browser=client, **fields):
        return browser.post(path, data=fields)

    return post


def without_token(text):
    """A page without its CSRF token, which changes with the second."""
    return re.sub(r'(name="csrf_token"[^>]* value=")[^"]+', r"\1", text)


def is_signed_in(client):
    return client.get("/login").status_code == 303


class TestSigningIn:
    def test_the_right_password_opens_a_device_and_leads_home(self, db, alice, client, send):
        answer = send("/login", email=alice.email, password=PASSWORD)

        assert (answer.status_code, answer.location) == (303, "/start")
        assert count(db, Device) == 1
        assert is_signed_in(client)

    def test_case_and_spaces_around_the_address_do_not_matter(self, alice, client, send):
        send("/login", email=" Alice@Lens.Example ", password=PASSWORD)

        assert is_signed_in(client)

    def test_the_cookie_is_not_what_the_database_holds(self, db, alice, client, send):
        send("/login", email=alice.email, password=PASSWORD)

        with client.session_transaction() as cookie:
            assert cookie["_user_id"] != db.scalars(select(Device)).one().token_hash

    def test_a_wrong_password_says_so_keeps_the_address_and_opens_nothing(self, db, alice, send):
        answer = send("/login", email=alice.email, password="pas le bon du tout")

        assert answer.status_code == 422
        assert WRONG in answer.page.text
        assert "pas encore complet" not in answer.page.text
        assert alice.email in answer.text
        assert "pas le bon du tout" not in answer.text
        assert count(db, Device) == 0

    def test_an_unknown_address_gets_the_same_page_as_a_wrong_password(self, app, alice, send):
        known = send("/login", email="alice@lens.example", password="pas le bon du tout")
        unknown = send("/login", email="alban@lens.example", password="pas le bon du tout")

        assert unknown.status_code == known.status_code
        assert without_token(unknown.text).replace("alban@", "alice@") == without_token(known.text)

    def test_an_unknown_address_costs_a_hash_too(self, db, monkeypatch):
        asked = []
        monkeypatch.setattr(passwords, "is_right", lambda *args: asked.append(args) or False)

        with pytest.raises(WrongCredentials):
            operations.check_credentials(db, email="nobody@lens.example", password="x")

        assert asked == [(None, "x")]

    def test_an_erased_person_cannot_sign_in(self, client, send):
        make_person(
            email="gone@lens.example",
            password_hash=passwords.hash_password(PASSWORD),
            erased_at=MONDAY,
        )

        send("/login", email="gone@lens.example", password=PASSWORD)

        assert not is_signed_in(client)

    def test_nothing_set_before_signing_in_survives_it(self, alice, client, send):
        client.get("/login")
        with client.session_transaction() as cookie:
            cookie["planted"] = "by an attacker"
            before = cookie["csrf_token"]

        send("/login", email=alice.email, password=PASSWORD)

        with client.session_transaction() as cookie:
            assert "planted" not in cookie
            assert cookie.get("csrf_token") != before

    def test_without_its_csrf_token_the_form_is_refused(self, db, alice, client):
        answer = client.post("/login", data={"email": alice.email, "password": PASSWORD}, csrf=False)

        assert answer.status_code == 400
        assert count(db, Device) == 0

    @pytest.mark.parametrize(
        ("email", "password"),
        [
            ("", ""),
            ("a" * 300, "b" * 300),
            ("<script>alert(1)</script>", "x"),
            ("😀\x00", "\x00"),
        ],
    )
    def test_bad_input_is_said_and_opens_nothing(self, db, send, email, password):
        answer = send("/login", email=email, password=password)

        assert answer.status_code == 422
        assert "<script>alert" not in answer.text
        assert count(db, Device) == 0


class TestGoingOn:
    def test_leads_to_the_page_that_was_asked(self, alice, send):
        path = "/sessions/4?from=mail"

        answer = send(
            "/login",
            email=alice.email,
            password=PASSWORD,
            next=path,
        )

        assert answer.location == path

    def test_the_page_that_was_asked_is_in_the_form(self, client, db):
        assert 'value="/sessions/4"' in client.get("/login?next=/sessions/4").text

    @pytest.mark.parametrize(
        "elsewhere",
        [
            "//evil.example",
            "\\\\evil.example",
            "https:evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "javascript:alert(1)",
            "evil.example",
            " //evil.example",
            "///evil.example",
        ],
    )
    def test_never_leads_to_another_site(self, alice, send, client, elsewhere):
        posted = send("/login", email=alice.email, password=PASSWORD, next=elsewhere)
        already_in = client.get("/login", query_string={"next": elsewhere})

        assert (posted.location, already_in.location) == ("/start", "/start")


class TestLimits:
    def fail(self, send, times, email="alice@lens.example"):
        for _ in range(times):
            answer = send("/login", email=email, password="pas le bon du tout")
        return answer

    def test_failures_are_counted_though_nothing_else_is_written(self, db, alice, send):
        self.fail(send, 1)

        assert count(db, Attempt) == 2

    def test_after_ten_failures_even_the_right_password_waits(self, alice, client, send):
        self.fail(send, 10)

        answer = send("/login", email=alice.email, password=PASSWORD)

        assert answer.status_code == 429
        assert "Réessayez dans 15 min" in answer.text
        assert alice.email in answer.text
        assert not is_signed_in(client)

    def test_a_quarter_of_an_hour_later_it_is_free_again(self, alice, client, send, at):
        self.fail(send, 10)

        with at(MONDAY + timedelta(minutes=15)):
            send("/login", email=alice.email, password=PASSWORD)
            assert is_signed_in(client)

    def test_an_unknown_address_is_limited_in_the_same_way(self, db, send):
        assert self.fail(send, 10, "nobody@lens.example").status_code == 422
        assert self.fail(send, 1, "nobody@lens.example").status_code == 429

    def test_successes_use_nothing_up(self, db, alice, app, send):
        for _ in range(12):
            answer = send(
                "/login",
                email=alice.email,
                password=PASSWORD,
                browser=app.test_client(),
            )

        assert answer.status_code == 303
        assert count(db, Attempt) == 0

    def test_an_address_trying_many_accounts_is_stopped(self, db, send):
        for number in range(100):
            send("/login", email=f"p{number}@lens.example", password="essai")

        assert send("/login", email="other@lens.example", password="essai").status_code == 429


class TestSigningOut:
    def test_revokes_the_device_and_leads_home(self, db, alice, client, send):
        send("/login", email=alice.email, password=PASSWORD)
        with client.session_transaction() as cookie:
            stolen = cookie["_user_id"]

        answer = client.post("/logout")

        assert (answer.status_code, answer.location) == (303, "/")
        assert db.scalars(select(Device.revoked_at)).one() == MONDAY
        with client.session_transaction() as cookie:
            cookie["_user_id"] = stolen
        assert not is_signed_in(client)

    def test_leaves_the_other_devices_alone(self, alice, app, client, send):
        other = app.test_client()
        send("/login", email=alice.email, password=PASSWORD)
        send("/login", email=alice.email, password=PASSWORD, browser=other)

        client.post("/logout")

        assert is_signed_in(other)

    def test_is_refused_without_its_csrf_token(self, alice, client, send):
        send("/login", email=alice.email, password=PASSWORD)

        assert client.post("/logout", csrf=False).status_code == 400
        assert is_signed_in(client)

    def test_is_never_done_by_a_link(self, client):
        assert client.get("/logout").status_code == 405


class TestDevices:
    def test_a_device_unused_for_thirty_days_is_signed_out(self, alice, client, send, at):
        send("/login", email=alice.email, password=PASSWORD)

        with at(MONDAY + timedelta(days=30)):
            assert not is_signed_in(client)

    def test_use_is_noted_and_keeps_the_device_signed_in(self, db, alice, client, send, at):
        send("/login", email=alice.email, password=PASSWORD)

        with at(MONDAY + timedelta(days=29)):
            client.get("/login")
        with at(MONDAY + timedelta(days=40)):
            assert is_signed_in(client)

    def test_use_is_noted_once_an_hour_at_most(self, db, alice, client, send, at):
        send("/login", email=alice.email, password=PASSWORD)
        seen = select(Device.last_seen_at)

        with at(MONDAY + timedelta(minutes=59)):
            client.get("/login")
            assert db.scalars(seen).one() == MONDAY
        with at(MONDAY + timedelta(minutes=60)):
            client.get("/login")
            assert db.scalars(seen).one() == MONDAY + timedelta(minutes=60)

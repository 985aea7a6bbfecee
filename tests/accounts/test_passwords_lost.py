from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Device, Person
from shared_services.accounts.passwords import is_right
from shared_services.core.limits import Attempt
from shared_services.outbox.letters import Dropped
from tests.accounts.conftest import PASSWORD, body_of, messages
from tests.support.makers import MONDAY, count, make_device

NEW = "une autre marelle"


@pytest.fixture
def ask(client):
    return lambda email: client.post("/forgot-password", data={"email": email})


class TestAsking:
    def test_starts_from_the_sign_in_page(self, client):
        link = client.get("/login").page.links["J'ai oublié mon mot de passe"]

        assert client.get(link).page.h1 == "Mot de passe oublié"

    def test_mails_a_link(self, alice, ask, sent):
        answer = ask("Alice@Lens.example")

        assert (answer.status_code, answer.location) == (303, "/forgot-password/sent")
        assert sent() == [("reset_password", alice.email)]

    def test_answers_the_same_to_a_stranger_who_gets_no_mail(self, app, alice, sent):
        pages = [
            app.test_client().post("/forgot-password", data={"email": email}, follow_redirects=True)
            for email in (alice.email, "nobody@lens.example")
        ]

        assert pages[0].status_code == pages[1].status_code
        assert pages[0].page.whole_text == pages[1].page.whole_text
        assert sent() == [("reset_password", alice.email)]

    def test_an_erased_person_gets_no_mail(self, db, alice, ask, sent):
        alice.erased_at = MONDAY
        db.commit()

        ask(alice.email)

        assert sent() == []

    @pytest.mark.parametrize("email", ["alice@lens.example", "nobody@lens.example"])
    def test_five_times_an_hour(self, alice, ask, at, email):
        for _ in range(5):
            assert ask(email).status_code == 303
        refused = ask(email)

        assert refused.status_code == 429
        assert "Réessayez dans 60 min" in refused.page.text
        assert refused.page.values()["email"] == email
        with at(MONDAY + timedelta(hours=1)):
            assert ask(email).status_code == 303

    @pytest.mark.parametrize("email", ["", "alice", "<script>", "😀", "a" * 300])
    def test_bad_input_is_said_beside_the_field(self, db, ask, email):
        answer = ask(email)

        assert answer.status_code == 422
        assert answer.page.by_id("email-error") is not None
        assert (count(db, Attempt), messages(db)) == (0, [])

    def test_without_its_csrf_token_the_form_is_refused(self, db, alice, client):
        answer = client.post("/forgot-password", data={"email": alice.email}, csrf=False)

        assert answer.status_code == 400
        assert messages(db) == []


class TestChoosing:
    @pytest.fixture
    def link(self, alice, ask, link_of):
        ask(alice.email)
        return link_of("reset_password")

    def test_takes_the_new_password_and_says_so_by_mail(self, alice, client, link, sent):
        answer = client.post(link, data={"password": NEW}, follow_redirects=True)

        assert answer.request.path == "/login"
        assert "Votre mot de passe est changé" in answer.page.text
        assert is_right(alice.password_hash, NEW)
        assert sent()[-1] == ("password_changed", alice.email)

    def test_signs_every_device_out(self, db, alice, client, link):
        make_device(alice, "phone", now=MONDAY)
        make_device(alice, "laptop", now=MONDAY)

        client.post(link, data={"password": NEW})

        assert set(db.scalars(select(Device.revoked_at))) == {MONDAY}

    def test_works_once(self, alice, client, link):
        client.post(link, data={"password": NEW})

        assert client.get(link).status_code == 410
        assert client.post(link, data={"password": "encore une autre"}).status_code == 410
        assert is_right(alice.password_hash, NEW)

    def test_works_one_hour(self, alice, client, link, at):
        with at(MONDAY + timedelta(hours=1)):
            shown, taken = client.get(link), client.post(link, data={"password": NEW})

        assert (shown.status_code, taken.status_code) == (410, 410)
        assert "Recevoir un nouveau lien" in shown.page.text
        assert is_right(alice.password_hash, PASSWORD)

    def test_every_other_link_dies_with_the_one_used(self, alice, client, ask, link, link_of):
        ask(alice.email)
        other = link_of("reset_password")

        client.post(link, data={"password": NEW})

        assert client.get(other).status_code == 410

    def test_a_link_that_was_changed_does_not_work(self, alice, client, link):
        for changed in (link[:-1], link + "x", "/reset-password/x"):
            assert client.post(changed, data={"password": NEW}).status_code == 410
        assert is_right(alice.password_hash, PASSWORD)

    def test_shows_that_the_address_is_hers(self, newcomer, client, ask, link_of):
        ask(newcomer.email)

        client.post(link_of("reset_password"), data={"password": NEW})

        assert newcomer.email_confirmed_at == MONDAY

    @pytest.mark.parametrize("typed", ["", "court", "x" * 201, "motdepasse123", "alice@lens.example"])
    def test_a_weak_password_is_refused_and_the_link_stays_good(self, db, alice, client, link, typed):
        answer = client.post(link, data={"password": typed})

        assert answer.status_code == 422
        assert answer.page.by_id("password-error") is not None
        assert answer.page.values()["password"] == ""
        assert client.get(link).status_code == 200
        assert is_right(alice.password_hash, PASSWORD)


class TestMails:
    def test_the_link_and_how_long_it_works(self, db, alice, ask):
        ask(alice.email)

        (message,) = messages(db)
        assert "bon une heure" in body_of(db, message)
        assert "/reset-password/" in body_of(db, message, "body.html")
        assert "mot de passe" in body_of(db, message, "subject.txt")

    def test_the_change_says_what_to_do_when_it_was_somebody_else(self, db, alice, client, ask, link_of):
        ask(alice.email)
        client.post(link_of("reset_password"), data={"password": NEW})

        message = messages(db)[-1]
        assert "http://localhost/forgot-password" in body_of(db, message)
        assert "a changé" in body_of(db, message, "subject.txt")

    def test_are_written_in_the_language_of_the_account(self, db, alice, ask):
        db.get(Person, alice.id).locale = "en"
        db.commit()

        ask(alice.email)

        assert messages(db)[0].locale == "en"

    def test_a_link_used_before_it_left_is_not_sent(self, db, alice, ask, client, link_of):
        ask(alice.email)
        client.post(link_of("reset_password"), data={"password": NEW})

        with pytest.raises(Dropped):
            body_of(db, messages(db)[0])

    def test_nothing_is_sent_to_an_account_erased_meanwhile(self, db, alice, client):
        client.post("/signup/resend", data={"email": alice.email})
        db.get(Person, alice.id).erased_at = MONDAY
        db.commit()

        with pytest.raises(Dropped):
            body_of(db, messages(db)[0])

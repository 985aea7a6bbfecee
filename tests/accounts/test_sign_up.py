from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Person, Token
from shared_services.accounts.passwords import is_right
from shared_services.core.limits import Attempt
from tests.accounts.conftest import PASSWORD, body_of, chosen_language, messages
from tests.support.makers import MONDAY, count

FORM = {
    "first_name": "Nina",
    "last_name": "Neuve",
    "email": "Nina@Lens.example",
    "password": PASSWORD,
    "language": "fr",
}


def nina(db):
    return db.scalar(select(Person).where(Person.email == "nina@lens.example"))


class TestSigningUp:
    def test_opens_an_account_that_waits_for_its_address_to_be_confirmed(self, db, client, sent):
        answer = client.post("/signup", data=FORM)

        person = nina(db)
        assert (answer.status_code, answer.location) == (303, "/signup/sent")
        assert (person.name, person.locale, person.email_confirmed_at) == ("Nina Neuve", "fr", None)
        assert (person.created_at, person.admin_since) == (MONDAY, None)
        assert is_right(person.password_hash, PASSWORD)
        assert sent() == [("confirm_email", "nina@lens.example")]

    def test_the_person_is_found_by_name_and_address(self, db, client):
        client.post("/signup", data={**FORM, "first_name": "Zoé", "last_name": "L'Éveillé"})

        person = nina(db)
        assert (person.search_text, person.sort_key) == (
            " zoe l eveille nina lens example ",
            "l eveille zoe",
        )

    def test_the_page_tells_what_becomes_of_the_data(self, client):
        page = client.get("/signup").page

        assert "Vos données" in page.text
        assert page.links["Vos droits et vos données en détail"] == "/privacy"

    def test_the_form_starts_in_the_language_of_the_reader(self, client):
        page = client.get("/signup", headers={"Accept-Language": "en"}).page

        chosen = [
            o.get("value") for o in page.by_id("language").iter("option") if o.get("selected") is not None
        ]
        assert chosen == ["en"]

    def test_an_address_with_an_account_gets_the_same_answer_and_another_mail(
        self, app, alice, client, sent, db
    ):
        known = client.post("/signup", data={**FORM, "email": alice.email}, follow_redirects=True)
        other = app.test_client()
        unknown = other.post("/signup", data=FORM, follow_redirects=True)

        assert known.status_code == unknown.status_code
        assert known.page.whole_text == unknown.page.whole_text
        assert sent() == [("already_registered", alice.email), ("confirm_email", "nina@lens.example")]
        assert is_right(alice.password_hash, PASSWORD)
        assert alice.first_name == "Alice"

    def test_whoever_signs_up_last_with_an_unconfirmed_address_decides(self, db, client, newcomer, link_of):
        client.post("/signup", data={**FORM, "password": "mot du squatteur"})
        squatters_link = link_of("confirm_email")

        client.post("/signup", data={**FORM, "first_name": "Ninon"})

        assert client.get(squatters_link).status_code == 410
        assert (nina(db).first_name, is_right(nina(db).password_hash, PASSWORD)) == ("Ninon", True)
        assert client.get(link_of("confirm_email")).status_code == 200

    def test_five_sign_ups_an_hour_with_one_address(self, client, at):
        for _ in range(5):
            assert client.post("/signup", data=FORM).status_code == 303
        refused = client.post("/signup", data=FORM)

        assert refused.status_code == 429
        assert refused.page.values()["first_name"] == "Nina"
        with at(MONDAY + timedelta(hours=1)):
            assert client.post("/signup", data=FORM).status_code == 303

    def test_somebody_signed_in_is_led_to_her_account(self, alice, sign_in):
        assert sign_in(alice).get("/signup").location == "/account"

    def test_without_its_csrf_token_the_form_is_refused(self, db, client):
        assert client.post("/signup", data=FORM, csrf=False).status_code == 400
        assert nina(db) is None


class TestBadInput:
    @pytest.mark.parametrize(
        ("field", "typed", "sentence"),
        [
            ("first_name", "", "à remplir"),
            ("first_name", "   ", "à remplir"),
            ("first_name", "é" * 81, "80 caractères au plus"),
            ("first_name", "<script>alert(1)</script>", "Écrivez un nom"),
            ("last_name", "😀", "Écrivez un nom"),
            ("last_name", "voir http://evil.example", "Écrivez un nom"),
            ("last_name", "12", "Écrivez un nom"),
            ("email", "", "à remplir"),
            ("email", "nina", "adresse e-mail complète"),
            ("email", "nina@lens.example, bob@lens.example", "adresse e-mail complète"),
            ("email", "nina@lens.example\nBcc: bob@lens.example", "adresse e-mail complète"),
            ("email", "<script>@lens.example", "adresse e-mail complète"),
            ("email", "n" * 260 + "@lens.example", "254 caractères au plus"),
            ("language", "tlh", "Choisissez une langue"),
        ],
    )
    def test_is_said_beside_the_field_and_nothing_is_written(self, db, client, field, typed, sentence):
        answer = client.post("/signup", data={**FORM, field: typed})

        said = " ".join(answer.page.by_id(f"{field}-error").itertext())
        assert answer.status_code == 422
        assert sentence in said
        assert (count(db, Person), count(db, Attempt), messages(db)) == (0, 0, [])

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("", "à remplir"),
            ("onze signes", "12 caractères au moins"),
            ("x" * 201, "200 caractères au plus"),
            ("motdepasse123", "premiers que l'on essaie"),
            ("nina@lens.example", "adresse e-mail"),
        ],
    )
    def test_a_weak_password_is_refused_and_never_shown_again(self, db, client, typed, sentence):
        answer = client.post("/signup", data={**FORM, "password": typed})

        assert answer.status_code == 422
        assert sentence in " ".join(answer.page.by_id("password-error").itertext())
        assert answer.page.values()["password"] == ""
        assert nina(db) is None

    def test_what_was_typed_stays(self, client):
        typed = {**FORM, "first_name": "<b>Nina", "last_name": "O'Connor", "language": "en"}

        page = client.post("/signup", data=typed).page

        assert {name: page.values()[name] for name in ("first_name", "last_name", "email")} == {
            "first_name": "<b>Nina",
            "last_name": "O'Connor",
            "email": "nina@lens.example",
        }
        assert chosen_language(page) == "en"

    def test_control_characters_are_left_out(self, db, client):
        client.post("/signup", data={**FORM, "first_name": "Ni\x00na\x1b", "last_name": "Neu\tve"})

        assert nina(db).name == "Nina Neu ve"

    def test_several_mistakes_are_said_together(self, client):
        page = client.post("/signup", data={}).page

        assert len(page.with_class("field-error")) == 4


class TestConfirming:
    def test_opening_the_link_changes_nothing_its_button_confirms(self, db, client, link_of):
        client.post("/signup", data=FORM)
        link = link_of("confirm_email")

        assert "Confirmer mon adresse" in client.get(link).page.text
        assert nina(db).email_confirmed_at is None
        answer = client.post(link, follow_redirects=True)
        assert nina(db).email_confirmed_at == MONDAY
        assert "Votre adresse est confirmée" in answer.page.text
        assert answer.request.path == "/login"

    def test_works_once(self, client, link_of):
        client.post("/signup", data=FORM)
        link = link_of("confirm_email")
        client.post(link)

        assert client.get(link).status_code == 410
        assert client.post(link).status_code == 410

    def test_works_three_days(self, db, client, link_of, at):
        client.post("/signup", data=FORM)
        link = link_of("confirm_email")

        with at(MONDAY + timedelta(days=3)):
            answer = client.post(link)
        assert answer.status_code == 410
        assert "Recevoir un nouveau lien" in answer.page.text
        assert nina(db).email_confirmed_at is None

    def test_a_link_that_was_changed_does_not_work(self, db, client, link_of):
        client.post("/signup", data=FORM)
        link = link_of("confirm_email")

        for changed in (link[:-1], link + "x", "/confirm/x", "/confirm/é"):
            assert client.post(changed).status_code == 410
        assert client.get("/confirm/%00").status_code == 404
        assert nina(db).email_confirmed_at is None

    def test_a_link_to_reset_confirms_nothing(self, db, client, newcomer, link_of):
        client.post("/forgot-password", data={"email": newcomer.email})

        assert client.post(link_of("reset_password").replace("reset-password", "confirm")).status_code == 410

    def test_the_database_alone_opens_no_link(self, db, client, link_of):
        client.post("/signup", data=FORM)
        (message,) = messages(db)
        (token,) = db.scalars(select(Token))

        for secret in (*message.payload.values(), token.token_hash):
            assert client.post(f"/confirm/{secret}").status_code == 410


class TestSigningInBeforeConfirming:
    def test_the_right_password_gets_a_clear_sentence_and_a_new_link(self, client, newcomer, sent):
        answer = client.post("/login", data={"email": newcomer.email, "password": PASSWORD})

        assert answer.status_code == 422
        assert "n'est pas encore confirmée" in answer.page.text
        assert sent() == [("confirm_email", newcomer.email)]

    def test_a_wrong_password_learns_nothing(self, client, newcomer, sent):
        answer = client.post("/login", data={"email": newcomer.email, "password": "pas le bon"})

        assert "ne vont pas ensemble" in answer.page.text
        assert "confirmée" not in answer.page.text
        assert sent() == []


class TestSendingAgain:
    def test_answers_the_same_to_everybody(self, app, alice, newcomer, sent):
        answers = {
            app.test_client()
            .post("/signup/resend", data={"email": email}, follow_redirects=True)
            .page.whole_text
            for email in (newcomer.email, alice.email, "nobody@lens.example")
        }

        assert len(answers) == 1
        assert sent() == [("confirm_email", newcomer.email), ("already_registered", alice.email)]

    def test_earlier_links_stay_good_until_one_is_used(self, client, newcomer, link_of):
        client.post("/signup/resend", data={"email": newcomer.email})
        first = link_of("confirm_email")
        client.post("/signup/resend", data={"email": newcomer.email})
        second = link_of("confirm_email")

        assert client.post(first).status_code == 303
        assert client.post(second).status_code == 410

    def test_five_an_hour(self, client):
        for _ in range(5):
            assert client.post("/signup/resend", data={"email": "a@lens.example"}).status_code == 303
        assert client.post("/signup/resend", data={"email": "a@lens.example"}).status_code == 429

    @pytest.mark.parametrize("email", ["", "nina", "<script>", "😀", "a" * 300])
    def test_bad_input_is_said_beside_the_field(self, db, client, email):
        answer = client.post("/signup/resend", data={"email": email})

        assert answer.status_code == 422
        assert answer.page.by_id("email-error") is not None
        assert answer.page.values()["email"] == email
        assert count(db, Attempt) == 0


class TestMails:
    def test_the_confirmation_names_the_person_in_her_language(self, db, client):
        client.post("/signup", data=FORM)

        (message,) = messages(db)
        assert message.locale == "fr"
        assert "Bonjour Nina" in body_of(db, message)
        assert "/confirm/" in body_of(db, message, "body.html")
        assert "Confirmez votre adresse" in body_of(db, message, "subject.txt")

    def test_the_other_mail_offers_to_sign_in_or_reset(self, db, client, alice):
        client.post("/signup", data={**FORM, "email": alice.email})

        (message,) = messages(db)
        assert "http://localhost/login" in body_of(db, message)
        assert "http://localhost/forgot-password" in body_of(db, message, "body.html")
        assert "déjà un compte" in body_of(db, message, "subject.txt")

from datetime import timedelta

import pytest

from shared_services.accounts.passwords import hash_password
from tests.support import makers
from tests.support.bookings import book
from tests.support.makers import MONDAY
from tests.support.queries import count_queries


@pytest.fixture
def admin():
    return makers.make_admin()


@pytest.fixture
def client(sign_in, admin):
    return sign_in(admin)


def names(client, query=""):
    page = client.get(f"/admin/people{query}").page
    return [word for word, url in page.links.items() if url.startswith("/admin/people/")]


class TestSearch:
    @pytest.mark.parametrize(
        "words", ["Éloïse", "eloise", "ELOISE le+goff", "le-goff", "Eloize", "goff eloi"]
    )
    def test_accents_case_hyphens_and_one_slip_do_not_matter(self, client, words):
        makers.make_person("Éloïse", "Le Goff")
        makers.make_person("Bertrand", "Dupuis")

        assert names(client, f"?q={words}") == ["Éloïse Le Goff"]

    def test_an_address_is_compared_exactly(self, client):
        makers.make_person("Une", "Personne", email="une@test.example")
        makers.make_person("Autre", "Personne", email="une@test.example.org")

        assert names(client, "?q=Une@TEST.example") == ["Une Personne"]
        assert names(client, "?q=une@test") == []

    def test_filters_say_who_works_where_and_what_accounts_are_like(self, client):
        hub, organisation = makers.make_hub(), makers.make_organisation()
        manager = makers.make_manager(hub)
        makers.make_manager(makers.make_hub(), email="ailleurs@test.example")
        referent = makers.make_person("Rémi", "Férent")
        makers.make_affiliation(referent, organisation, is_referent=True)
        makers.make_person("Nina", "Attend", email_confirmed_at=None)
        makers.make_person("Bob", "Loqué", blocked_at=MONDAY, block_reason="x")
        makers.make_device(manager, "hers", now=MONDAY)

        assert names(client, f"?hub={hub.id}") == ["Maud Nager"]
        assert names(client, "?role=referent") == ["Rémi Férent"]
        assert names(client, "?role=admin") == ["Ada Min"]
        assert names(client, f"?organisation={organisation.id}") == ["Rémi Férent"]
        assert names(client, "?state=unconfirmed") == ["Nina Attend"]
        assert names(client, "?state=blocked") == ["Bob Loqué"]
        inactive = client.get("/admin/people?state=inactive").page
        assert "Rémi Férent" in inactive.links
        assert manager.email not in inactive.text

    def test_the_list_costs_the_same_whatever_its_length(self, client):
        hub = makers.make_hub()
        with count_queries() as few:
            client.get("/admin/people")
        for _ in range(6):
            makers.make_aidant(hub)
            makers.make_manager(hub)
        with count_queries() as many:
            client.get("/admin/people")

        assert len(many) == len(few)


class TestPerson:
    def test_the_page_says_where_she_belongs_and_what_she_booked(self, client):
        hub = makers.make_hub("Hub du Nord")
        person = makers.make_aidant(hub, first_name="Lila")
        makers.make_role(person, hub, makers.StaffRole.TRAINER)
        book(makers.make_session(makers.make_offer(hub)), person)

        text = client.get(f"/admin/people/{person.id}").page.text

        assert "Hub du Nord" in text
        assert "Médiathèque" in text
        assert "Confirmées 1" in text
        assert "Lila Martin a réservé" in text

    def test_an_erased_person_has_no_page(self, client):
        person = makers.make_person(erased_at=MONDAY)

        assert client.get(f"/admin/people/{person.id}").status_code == 404

    def test_the_page_costs_the_same_whatever_she_did(self, client):
        hub = makers.make_hub()
        person = makers.make_aidant(hub)
        book(makers.make_session(makers.make_offer(hub)), person)
        with count_queries() as few:
            client.get(f"/admin/people/{person.id}")
        for day in range(4):
            book(
                makers.make_session(
                    makers.make_offer(hub), starts_on=MONDAY.date() + timedelta(days=20 + day)
                ),
                person,
            )
        with count_queries() as many:
            client.get(f"/admin/people/{person.id}")

        assert len(many) == len(few)


class TestBlocking:
    def test_who_is_blocked_can_do_nothing_more_until_it_is_lifted(self, app, client, sign_in):
        person = makers.make_person(password_hash=hash_password("correct horse battery"))
        hers = sign_in(person)
        assert hers.get("/account").status_code == 200

        answer = client.post(f"/admin/people/{person.id}/block", data={"reason": "Compte volé."})

        assert answer.status_code == 303
        assert hers.get("/account").status_code == 303
        typed = {"email": person.email, "password": "correct horse battery"}
        refused = app.test_client().post("/login", data=typed)
        assert refused.status_code == 422
        assert "Ce compte est bloqué" in refused.page.text
        assert "Compte volé." in client.get(f"/admin/people/{person.id}").page.text

        client.post(f"/admin/people/{person.id}/unblock")
        assert app.test_client().post("/login", data=typed).status_code == 303

    def test_a_stranger_does_not_learn_that_an_account_is_blocked(self, app, client):
        person = makers.make_person(
            password_hash=hash_password("correct horse battery"), blocked_at=MONDAY, block_reason="x"
        )

        answer = app.test_client().post("/login", data={"email": person.email, "password": "something else"})

        assert "bloqué" not in answer.page.text

    def test_a_reason_is_compulsory(self, client):
        person = makers.make_person()

        answer = client.post(f"/admin/people/{person.id}/block", data={"reason": "  "})

        assert answer.status_code == 422
        assert answer.page.with_class("field-error")
        assert person.blocked_at is None


class TestAdmins:
    def test_giving_and_taking(self, client, sign_in):
        person = makers.make_person()

        client.post(f"/admin/people/{person.id}/admin")
        assert sign_in(person).get("/admin").status_code == 200

        client.post(f"/admin/people/{person.id}/no-admin")
        assert sign_in(person).get("/admin").status_code == 403

    def test_the_last_one_is_refused_with_a_sentence(self, client, admin):
        answer = client.post(f"/admin/people/{admin.id}/no-admin")

        assert answer.status_code == 409
        assert "nommez-en une autre" in answer.page.text

    def test_one_who_leaves_lands_at_home(self, client, admin):
        makers.make_admin()

        assert client.post(f"/admin/people/{admin.id}/no-admin").location == "/"


def test_signing_somebody_out_and_sending_the_confirmation(client, sign_in):
    person = makers.make_person()
    hers = sign_in(person)

    client.post(f"/admin/people/{person.id}/sign-out")
    assert hers.get("/account").status_code == 303

    waiting = makers.make_person(email_confirmed_at=None)
    assert client.post(f"/admin/people/{waiting.id}/confirmation").status_code == 303

import pytest

from shared_services.network.models import BondState, Organisation
from tests.support.makers import (
    make_affiliation,
    make_hub,
    make_membership,
    make_organisation,
    make_person,
)
from tests.support.queries import count_queries

TYPED = {
    "name": "Médiathèque de Lens et Liévin",
    "kind": "association",
    "city": "Liévin",
    "departement": "62",
    "siret": "",
}


@pytest.fixture
def organisation(db):
    organisation = make_organisation("Médiathèque de Lens")
    make_membership(organisation, make_hub("Hub du bassin"))
    return organisation


@pytest.fixture
def referent(organisation):
    person = make_person("Rémi", "Férent", email="remi@test.example")
    make_affiliation(person, organisation, is_referent=True)
    return person


class TestThePage:
    def test_everybody_reads_what_it_is_and_nobody_s_name(self, client, organisation, referent):
        page = client.get(f"/organisations/{organisation.id}").page

        assert "Collectivité territoriale · Lens, Pas-de-Calais" in page.text
        assert "Hub du bassin" in page.text
        assert "Férent" not in page.text

    def test_its_people_see_each_other_and_whom_to_ask(self, sign_in, organisation, referent):
        aidant = make_person("Ana", "Aidante")
        make_affiliation(aidant, organisation)

        page = sign_in(aidant).get(f"/organisations/{organisation.id}").page

        assert "Ana Aidante" in page.text
        assert "remi@test.example" in page.text
        assert "Modifier la fiche" not in page.text

    def test_who_only_asks_to_join_sees_no_more_than_everybody(self, sign_in, organisation, referent):
        person = make_person()
        make_affiliation(person, organisation, state=BondState.REQUESTED)

        assert "Férent" not in sign_in(person).get(f"/organisations/{organisation.id}").page.text

    def test_it_costs_the_same_whatever_the_number_of_people(self, sign_in, organisation, referent):
        client, path = sign_in(referent), f"/organisations/{organisation.id}"
        with count_queries() as few:
            client.get(path)
        for _ in range(5):
            make_affiliation(make_person(), organisation)
        with count_queries() as many:
            client.get(path)

        assert len(many) == len(few)


class TestEditing:
    def test_a_referent_describes_it_anew_and_it_is_found_by_its_new_name(
        self, sign_in, db, organisation, referent
    ):
        client = sign_in(referent)

        answer = client.post(f"/organisations/{organisation.id}/edit", data=TYPED)

        changed = db.get(Organisation, organisation.id)
        assert (answer.status_code, changed.name, changed.city) == (303, TYPED["name"], "Liévin")
        assert TYPED["name"] in client.get("/organisations?q=lievin").page.text

    def test_the_siret_of_another_one_is_refused_beside_the_field(self, sign_in, db, organisation, referent):
        make_organisation(siret="73282932000074")

        answer = sign_in(referent).post(
            f"/organisations/{organisation.id}/edit", data=TYPED | {"siret": "732 829 320 00074"}
        )

        assert answer.status_code == 422
        assert answer.page.by_id("siret-error") is not None
        assert db.get(Organisation, organisation.id).name == "Médiathèque de Lens"

    def test_a_colleague_may_not(self, sign_in, organisation):
        person = make_person()
        make_affiliation(person, organisation)

        assert sign_in(person).get(f"/organisations/{organisation.id}/edit").status_code == 403

import pytest

from shared_services.network.models import Hub, HubRole, StaffRole
from shared_services.network.queries import get_hub, has_role
from tests.support.makers import (
    count,
    make_admin,
    make_hub,
    make_manager,
    make_membership,
    make_organisation,
    make_person,
)
from tests.support.pages import words
from tests.support.queries import count_queries

VALID = {
    "name": "Hub des volcans",
    "summary": "Le hub de La Réunion et de Mayotte.",
    "email": "Contact@hub.example",
    "phone": "",
    "city": "Saint-Denis",
    "departements": ["974", "976"],
    "time_zone": "Indian/Reunion",
    "cancel_hours": "24",
    "waiting_rule": "first_come",
}


@pytest.fixture
def client(sign_in, db):
    return sign_in(make_admin())


class TestNewHub:
    def test_a_hub_is_created_with_its_territory(self, client, db):
        answer = client.post("/admin/hubs/new", data=VALID)

        hub = get_hub(db, db.query(Hub).one().id)
        assert answer.status_code == 303
        assert (hub.slug, hub.time_zone, hub.cancel_hours) == ("hub-des-volcans", "Indian/Reunion", 24)
        assert [departement.code for departement in hub.departements] == ["974", "976"]

    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            ("name", "", "Ce champ est à remplir."),
            ("name", "<script>alert(1)</script>" * 6, "120 caractères au plus"),
            ("summary", "", "Ce champ est à remplir."),
            ("name", "🎉", "Écrivez un nom avec des lettres."),
            ("email", "contact", "Écrivez une adresse e-mail complète"),
            ("phone", "12", "Écrivez un numéro de téléphone français"),
            ("departements", [], "Ce champ est à remplir."),
            ("departements", ["999"], "Choisissez dans la liste."),
            ("time_zone", "Mars/Olympus", "Choisissez dans la liste."),
            ("time_zone", "", "Ces départements n'ont pas tous la même heure"),
            ("cancel_hours", "beaucoup", "Écrivez un nombre entier."),
            ("cancel_hours", "-1", "Écrivez un nombre entre 0 et 720."),
        ],
    )
    def test_bad_input_is_said_and_nothing_is_lost_nor_written(self, client, db, name, value, sentence):
        answer = client.post("/admin/hubs/new", data=VALID | {name: value})

        assert answer.status_code == 422
        assert sentence in answer.page.text
        assert answer.page.values()["city"] == "Saint-Denis"
        assert count(db, Hub) == 0

    def test_without_a_choice_the_local_time_is_that_of_the_departements(self, client, db):
        client.post("/admin/hubs/new", data=VALID | {"departements": ["62", "80"], "time_zone": ""})

        assert db.query(Hub).one().time_zone == "Europe/Paris"

    def test_the_departements_are_under_their_regions(self, client, db):
        page = client.get("/admin/hubs/new").page
        groups = {words(group.find("legend")): group for group in page.all("fieldset")}

        assert list(groups)[:3] == ["Départements", "Auvergne-Rhône-Alpes", "Bourgogne-Franche-Comté"]
        assert [box.get("value") for box in groups["Hauts-de-France"].iter("input")] == [
            "02",
            "59",
            "60",
            "62",
            "80",
        ]

    def test_a_name_already_taken_is_said_beside_it(self, client, db):
        make_hub("Hub des volcans")

        answer = client.post("/admin/hubs/new", data=VALID)

        assert answer.status_code == 422
        assert "Un hub porte déjà ce nom." in answer.page.text


class TestEditHub:
    def test_the_page_shows_what_is_known_and_keeps_what_is_changed(self, client, db):
        hub = make_hub("Ancien nom")
        assert client.get(f"/admin/hubs/{hub.id}").page.values()["name"] == "Ancien nom"

        client.post(f"/admin/hubs/{hub.id}", data=VALID)

        db.expire_all()
        assert hub.name == "Hub des volcans"

    def test_an_unknown_hub_is_not_found(self, client):
        assert client.get("/admin/hubs/999").status_code == 404


class TestManagers:
    def test_appointing_gives_the_role_at_once(self, client, db):
        hub, person = make_hub(), make_person(email="maud@test.example")

        client.post(f"/admin/hubs/{hub.id}/managers", data={"email": "maud@test.example"})

        assert has_role(db, person.id, hub.id, {StaffRole.MANAGER})

    def test_an_unknown_address_is_said_beside_the_field(self, client, db):
        hub = make_hub("Hub d'ici")

        answer = client.post(f"/admin/hubs/{hub.id}/managers", data={"email": "rien@test.example"})

        assert answer.status_code == 422
        assert "Aucun compte confirmé" in answer.page.text
        assert answer.page.values()["name"] == "Hub d'ici"

    def test_ending_one_of_two_managers(self, client, db):
        hub = make_hub()
        make_manager(hub)
        gone = make_manager(hub)
        role = db.query(HubRole).filter_by(person_id=gone.id).one()

        client.post(f"/admin/hubs/{hub.id}/managers/{role.id}/end")

        assert not has_role(db, gone.id, hub.id, {StaffRole.MANAGER})


def test_the_list_costs_the_same_whatever_its_length(client, db):
    make_hub()
    with count_queries() as few:
        client.get("/admin/hubs")
    for _ in range(5):
        make_hub()
    with count_queries() as many:
        client.get("/admin/hubs")

    assert len(many) == len(few)


def test_only_admins_come_here(sign_in, db):
    client = sign_in(make_manager(make_hub()))

    assert client.get("/admin/hubs").status_code == 403
    assert client.post("/admin/hubs/new", data=VALID).status_code == 403


def test_the_list_says_who_manages_each_hub_and_how_many_belong_to_it(client, db):
    hub = make_hub("Hub du Nord")
    manager = make_manager(hub)
    make_membership(make_organisation(), hub)
    make_hub("Hub orphelin")

    page = client.get("/admin/hubs").page
    rows = {words(row.find("th")): words(row) for row in page.all("tr")}

    assert page.links["Maud Nager"] == f"/admin/people/{manager.id}"
    assert "Maud Nager 1" in rows["Hub du Nord"]
    assert "personne 0" in rows["Hub orphelin"]

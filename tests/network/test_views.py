import pytest
from sqlalchemy import select

from shared_services.network.models import Affiliation, BondState, Membership, Organisation
from tests.support.makers import (
    count,
    kinds_posted,
    make_affiliation,
    make_hub,
    make_manager,
    make_membership,
    make_organisation,
    make_person,
)
from tests.support.queries import count_queries

VALID = {
    "name": "Bibliothèque de Liévin",
    "kind": "local_authority",
    "city": "Liévin",
    "departement": "62",
    "siret": "",
}


@pytest.fixture
def hub(db):
    return make_hub("Hub du bassin")


class TestHubs:
    def test_the_list_and_a_hub_are_public(self, client, hub):
        make_membership(make_organisation("Médiathèque de Lens"), hub)

        assert "Hub du bassin" in client.get("/hubs").page.text
        assert "Médiathèque de Lens" in client.get(f"/hubs/{hub.slug}").page.text

    def test_a_hub_that_does_not_exist_is_not_found(self, client, db):
        assert client.get("/hubs/nulle-part").status_code == 404

    def test_the_list_costs_the_same_whatever_its_length(self, client, hub):
        with count_queries() as few:
            client.get("/hubs")
        for _ in range(5):
            make_hub()
        with count_queries() as many:
            client.get("/hubs")

        assert len(many) == len(few)


class TestFindOrganisation:
    def test_accents_case_and_one_slip_are_forgiven(self, sign_in, db):
        make_organisation("Médiathèque Robert-Cousin", city="Lens")
        client = sign_in(make_person())

        assert "Robert-Cousin" in client.get("/organisations?q=mediatheque+cousin").page.text
        assert "Robert-Cousin" in client.get("/organisations?q=mediatehque").page.text

    def test_signs_that_no_page_can_show_are_left_out(self, sign_in, db):
        make_organisation("Médiathèque")

        assert "Médiathèque" in sign_in(make_person()).get("/organisations?q=media%00theque").page.text

    def test_the_list_costs_the_same_whatever_its_length(self, sign_in, db):
        client = sign_in(make_person())
        make_organisation()
        with count_queries() as few:
            client.get("/organisations?q=mediatheque")
        for _ in range(5):
            make_organisation()
        with count_queries() as many:
            client.get("/organisations?q=mediatheque")

        assert len(many) == len(few)

    def test_nothing_found_says_what_to_try(self, sign_in, db):
        page = sign_in(make_person()).get("/organisations?q=zzz").page

        assert "Aucune structure ne correspond" in page.text
        assert "Proposer ma structure" in page.text


class TestJoining:
    def test_a_request_is_told_to_the_referent_who_accepts(self, sign_in, db):
        organisation, referent, person = make_organisation(), make_person("Rémi"), make_person("Ana")
        make_affiliation(referent, organisation, is_referent=True)

        sign_in(person).post(f"/organisations/{organisation.id}/join")
        affiliation = db.scalars(select(Affiliation).where(Affiliation.person_id == person.id)).one()
        answer = sign_in(referent).post(f"/affiliations/{affiliation.id}/accept")

        db.expire_all()
        assert answer.status_code == 303
        assert affiliation.state == BondState.ACCEPTED
        assert kinds_posted(db) == ["affiliation_requested", "affiliation_decided"]

    def test_asking_twice_changes_nothing(self, sign_in, db):
        organisation = make_organisation()
        client = sign_in(make_person())
        client.post(f"/organisations/{organisation.id}/join")
        client.post(f"/organisations/{organisation.id}/join")

        assert count(db, Affiliation) == 1

    def test_without_a_referent_the_hub_is_told_and_answers(self, sign_in, db, hub):
        manager, organisation = make_manager(hub), make_organisation()
        make_membership(organisation, hub)
        person = make_person("Ana")
        sign_in(person).post(f"/organisations/{organisation.id}/join")

        page = sign_in(manager).get(f"/manage/{hub.id}/members").page

        assert "Ana Martin" in page.text
        assert kinds_posted(db) == ["affiliation_requested"]

    def test_nobody_answers_her_own_request(self, sign_in, db, hub):
        manager, organisation = make_manager(hub), make_organisation()
        make_membership(organisation, hub)
        affiliation = make_affiliation(manager, organisation, state=BondState.REQUESTED)

        assert sign_in(manager).post(f"/affiliations/{affiliation.id}/accept").status_code == 403

    def test_somebody_else_cannot_answer(self, sign_in, db):
        affiliation = make_affiliation(make_person(), make_organisation(), state=BondState.REQUESTED)
        stranger = make_manager(make_hub(departements=("974",)))

        assert sign_in(stranger).post(f"/affiliations/{affiliation.id}/accept").status_code == 403

    def test_answering_twice_is_said_kindly(self, sign_in, db):
        organisation, referent = make_organisation(), make_person()
        make_affiliation(referent, organisation, is_referent=True)
        affiliation = make_affiliation(make_person(), organisation, state=BondState.REQUESTED)
        client = sign_in(referent)
        client.post(f"/affiliations/{affiliation.id}/accept")

        again = client.post(f"/affiliations/{affiliation.id}/refuse")

        assert again.status_code == 409
        assert "déjà reçu une réponse" in again.page.text

    def test_leaving_ends_the_affiliation(self, sign_in, db):
        person = make_person()
        affiliation = make_affiliation(person, make_organisation())

        sign_in(person).post(f"/affiliations/{affiliation.id}/end")

        db.expire_all()
        assert affiliation.state == BondState.ENDED


class TestNewOrganisation:
    def test_every_list_to_choose_from_looks_like_one(self, sign_in, db):
        page = sign_in(make_person()).get("/organisations/new").page

        assert [one.get("class") for one in page.all("select")] == ["form-select"] * 3

    def test_it_asks_the_hub_and_its_creator_asks_to_be_referent(self, sign_in, db, hub):
        person = make_person()

        answer = sign_in(person).post("/organisations/new", data=VALID | {"hub": str(hub.id)})

        assert answer.status_code == 303
        assert db.scalars(select(Membership)).one().state == BondState.REQUESTED
        assert db.scalars(select(Affiliation)).one().is_referent

    def test_a_likely_twin_is_shown_before_creating(self, sign_in, db, hub):
        make_organisation("Bibliothèque de Liévin", city="Liévin")
        client = sign_in(make_person())

        page = client.post("/organisations/new", data=VALID | {"hub": str(hub.id)}).page
        assert "ressemblent à la vôtre" in page.text
        assert count(db, Organisation) == 1

        client.post("/organisations/new", data=VALID | {"hub": str(hub.id), "checked_twins": "yes"})
        assert count(db, Organisation) == 2

    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            ("name", "", "Ce champ est à remplir."),
            ("name", "x" * 161, "160 caractères au plus"),
            ("kind", "royaume", "Choisissez dans la liste."),
            ("departement", "99", "Choisissez dans la liste."),
            ("hub", "0", "Choisissez dans la liste."),
            ("departement", "974", "Aucun hub ne couvre encore ce département"),
            ("name", "🎉", "Écrivez un nom avec des lettres."),
            ("siret", "12345678901234", "Ce SIRET n'est pas juste"),
            ("siret", "🎉", "Ce SIRET n'est pas juste"),
        ],
    )
    def test_bad_input_is_said_beside_the_field_and_nothing_is_lost(
        self, sign_in, db, hub, name, value, sentence
    ):
        data = VALID | {"hub": ""} | {name: value}

        answer = sign_in(make_person()).post("/organisations/new", data=data)

        assert answer.status_code == 422
        assert sentence in answer.page.text
        assert answer.page.values()["city"] == "Liévin"
        assert count(db, Organisation) == 0

    def test_without_a_choice_the_only_hub_of_the_departement_is_asked(self, sign_in, db, hub):
        make_hub(departements=("974",))

        sign_in(make_person()).post("/organisations/new", data=VALID | {"hub": ""})

        assert db.scalars(select(Membership)).one().hub_id == hub.id

    def test_a_hub_of_elsewhere_is_refused_and_those_of_the_departement_are_named(self, sign_in, db, hub):
        make_hub("Hub des mines")
        far = make_hub(departements=("974",))
        client = sign_in(make_person())

        for choice in (str(far.id), ""):
            answer = client.post("/organisations/new", data=VALID | {"hub": choice})

            assert answer.status_code == 422
            assert "votre département : Hub des mines ou Hub du bassin." in answer.page.text
        assert count(db, Organisation) == 0

    def test_where_no_hub_covers_the_departement_any_may_be_asked(self, sign_in, db, hub):
        data = VALID | {"hub": str(hub.id), "departement": "974"}

        assert sign_in(make_person()).post("/organisations/new", data=data).status_code == 303

    def test_a_name_on_two_lines_is_kept_on_one(self, sign_in, db, hub):
        sign_in(make_person()).post("/organisations/new", data=VALID | {"name": "Biblio\nBcc: x"})

        assert db.scalars(select(Organisation.name)).one() == "Biblio Bcc: x"

    def test_the_siret_of_la_poste_is_right(self, sign_in, db, hub):
        data = VALID | {"hub": str(hub.id), "siret": "356 000 000 00048"}

        assert sign_in(make_person()).post("/organisations/new", data=data).status_code == 303

    def test_proposing_twice_makes_one(self, sign_in, db, hub):
        client = sign_in(make_person())
        for _ in range(2):
            answer = client.post("/organisations/new", data=VALID | {"hub": str(hub.id)})

        assert answer.status_code == 303
        assert (count(db, Organisation), count(db, Affiliation), count(db, Membership)) == (1, 1, 1)

    def test_a_siret_already_known_is_said_beside_the_field(self, sign_in, db, hub):
        make_organisation("La Poste", siret="35600000000048")
        data = VALID | {"hub": str(hub.id), "siret": "35600000000048"}

        answer = sign_in(make_person()).post("/organisations/new", data=data)

        assert answer.status_code == 422
        assert "Une structure a déjà ce SIRET" in answer.page.text
        assert answer.page.values()["name"] == VALID["name"]
        assert count(db, Organisation) == 1


class TestJoinHub:
    def test_the_referent_asks_and_the_manager_accepts(self, sign_in, db, hub):
        organisation, referent, manager = make_organisation(), make_person(), make_manager(hub)
        make_affiliation(referent, organisation, is_referent=True)

        sign_in(referent).post(f"/hubs/{hub.slug}/join/{organisation.id}")
        membership = db.scalars(select(Membership)).one()
        sign_in(manager).post(f"/manage/memberships/{membership.id}/accept")

        db.expire_all()
        assert membership.state == BondState.ACCEPTED
        assert kinds_posted(db) == ["membership_requested", "membership_decided"]

    def test_only_its_referent_may_ask(self, sign_in, db, hub):
        organisation, person = make_organisation(), make_person()
        make_affiliation(person, organisation)

        assert sign_in(person).post(f"/hubs/{hub.slug}/join/{organisation.id}").status_code == 403


class TestMyOrganisations:
    def test_each_state_is_in_words(self, sign_in, db):
        person = make_person()
        for state in BondState:
            make_affiliation(person, make_organisation(f"Structure {state.value}"), state=state)

        page = sign_in(person).get("/my-organisations").page

        for state in BondState:
            assert f"Structure {state.value}" in page.text

    def test_only_a_referent_sees_who_asks(self, sign_in, db):
        organisation, referent, colleague = make_organisation(), make_person(), make_person()
        make_affiliation(referent, organisation, is_referent=True)
        make_affiliation(colleague, organisation)
        make_affiliation(make_person("Ana"), organisation, state=BondState.REQUESTED)

        assert "Ana Martin" in sign_in(referent).get("/my-organisations").page.text
        assert "Ana Martin" not in sign_in(colleague).get("/my-organisations").page.text

    def test_it_costs_the_same_however_many_belong(self, sign_in, db, hub):
        organisation, referent = make_organisation(), make_person()
        make_affiliation(referent, organisation, is_referent=True)
        make_affiliation(make_person(), organisation)
        make_membership(organisation, hub)
        client = sign_in(referent)
        with count_queries() as few:
            client.get("/my-organisations")
        for _ in range(5):
            make_affiliation(make_person(), organisation)
            make_affiliation(referent, make_organisation())
        with count_queries() as many:
            client.get("/my-organisations")

        assert len(many) == len(few)

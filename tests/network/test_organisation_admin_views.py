import pytest

from shared_services.network.models import Organisation
from tests.support import makers
from tests.support.queries import count_queries

LA_POSTE = "35600000049837"  # right by the rule of La Poste, wrong by the usual one


@pytest.fixture
def client(sign_in):
    return sign_in(makers.make_admin())


def facts(**given):
    return {
        "name": "Maison des services",
        "kind": "association",
        "city": "Liévin",
        "departement": "62",
        "siret": "",
    } | given


class TestList:
    def test_it_is_searched_with_one_slip_forgiven(self, client):
        makers.make_organisation("Maison de Liévin")

        assert "Maison de Liévin" in client.get("/admin/organisations?q=maizon").page.links

    def test_what_is_written_twice_comes_first(self, client):
        first = makers.make_organisation("Maison de Liévin", city="Liévin")
        second = makers.make_organisation("MAISON DE LIEVIN", city="lievin")
        makers.make_organisation("Maison de Liévin", city="Lens")

        page = client.get("/admin/organisations").page

        wanted = f"/admin/organisations/{first.id}/merge/{second.id}"
        assert [url for url in page.links.values() if "/merge/" in url] == [wanted]

    def test_the_list_costs_the_same_whatever_its_length(self, client):
        hub = makers.make_hub()
        makers.make_aidant(hub)
        with count_queries() as few:
            client.get("/admin/organisations")
        for _ in range(6):
            makers.make_aidant(hub)
        with count_queries() as many:
            client.get("/admin/organisations")

        assert len(many) == len(few)


class TestCorrect:
    def test_what_is_known_is_shown_and_what_is_changed_is_kept(self, client, db):
        organisation = makers.make_organisation("Ancien nom")
        path = f"/admin/organisations/{organisation.id}"
        assert client.get(path).page.values()["name"] == "Ancien nom"

        assert client.post(path, data=facts(siret="356 000 000 49837")).status_code == 303

        assert (organisation.name, organisation.siret) == ("Maison des services", LA_POSTE)
        assert organisation.search_text == " maison des services lievin "

    def test_a_siret_that_is_wrong_or_taken_is_said_beside_it(self, client, db):
        makers.make_organisation(siret=LA_POSTE)
        organisation = makers.make_organisation("Ancien nom")

        for siret, sentence in (("12345678901234", "n'est pas juste"), (LA_POSTE, "a déjà ce SIRET")):
            answer = client.post(f"/admin/organisations/{organisation.id}", data=facts(siret=siret))
            assert answer.status_code == 422
            assert sentence in answer.page.text
            assert answer.page.values()["name"] == "Maison des services"
        assert organisation.name == "Ancien nom"


class TestMerge:
    def test_the_preview_says_what_moves_and_changes_nothing(self, client, db):
        kept, twin = makers.make_organisation(), makers.make_organisation("En trop")
        makers.make_aidant(makers.make_hub(), twin)

        page = client.get(f"/admin/organisations/{kept.id}/merge/{twin.id}").page

        assert "Rattachements de personnes 1" in page.text
        assert "Garder plutôt l'autre" in page.links
        assert db.get(Organisation, twin.id) is not None

    def test_merging_leads_to_the_kept_one(self, client, db):
        kept, twin = makers.make_organisation(), makers.make_organisation("En trop")
        twin_id = twin.id

        answer = client.post(f"/admin/organisations/{kept.id}/merge/{twin_id}")

        assert answer.location == f"/admin/organisations/{kept.id}"
        assert client.get(f"/admin/organisations/{twin_id}").status_code == 404

    def test_one_with_itself_has_no_preview(self, client):
        organisation = makers.make_organisation()

        assert (
            client.get(f"/admin/organisations/{organisation.id}/merge/{organisation.id}").status_code == 404
        )

from sqlalchemy import select

from shared_services.core.signing import sign
from shared_services.finding.messages import STOP_LINK
from shared_services.finding.models import Rhythm, SavedSearch
from tests.support.makers import make_offer, make_person, make_search
from tests.support.queries import count_queries


def test_a_stranger_signs_in_and_comes_back(client):
    make_offer()
    link = client.get("/catalogue?q=pix&free=1").page.links["Garder cette recherche"]

    response = client.get(link)

    assert response.status_code == 303
    assert "next=%2Fsearches%2Fnew" in response.location or "next=/searches/new" in response.location


def test_a_search_is_kept_with_its_filters(sign_in, db):
    make_offer()
    client = sign_in(make_person())
    link = client.get("/catalogue?q=pix&free=1").page.links["Garder cette recherche"]

    page = client.get(link).page
    response = client.post(link, data=page.values() | {"rhythm": "daily"})

    assert response.location == "/searches"
    kept = db.scalars(select(SavedSearch)).one()
    assert (kept.query, kept.rhythm) == ("q=pix&free=1", Rhythm.DAILY)
    assert client.get("/searches").page.links[kept.name] == "/catalogue?q=pix&free=1"


def test_kept_twice_it_says_so_beside_the_name(sign_in):
    person = make_person()
    make_search(person)

    response = sign_in(person).post("/searches/new?q=pix", data={"name": "Pix", "rhythm": "daily"})

    assert response.status_code == 409
    assert "Vous gardez déjà cette recherche" in response.page.text


def test_a_name_is_needed(sign_in):
    response = sign_in(make_person()).post("/searches/new?q=pix", data={"name": " ", "rhythm": "daily"})

    assert response.status_code == 422


def test_name_and_rhythm_change_and_it_can_be_deleted(sign_in, db):
    person = make_person()
    search = make_search(person)
    client = sign_in(person)

    client.post(f"/searches/{search.id}", data={"name": "Pix encore", "rhythm": "none"})
    assert "Pix encore" in client.get("/searches").page.text

    client.post(f"/searches/{search.id}/delete")
    assert "Vous ne gardez aucune recherche" in client.get("/searches").page.text


def test_the_search_of_somebody_else_is_refused(sign_in):
    search = make_search(make_person())

    assert sign_in(make_person()).get(f"/searches/{search.id}").status_code == 403


def test_the_link_of_a_message_asks_then_stops(client, app, db):
    search = make_search(make_person())
    path = f"/links/search/{sign(STOP_LINK, str(search.id))}"

    assert "Arrêter cette alerte" in client.get(path).page.text
    assert search.rhythm == Rhythm.DAILY
    client.post(path)

    assert "cette recherche ne vous écrira plus" in client.get(path).page.text
    assert db.get(SavedSearch, search.id, populate_existing=True).rhythm == Rhythm.NONE


def test_the_number_of_statements_does_not_grow(sign_in):
    person = make_person()
    make_search(person)
    client = sign_in(person)
    client.get("/searches")
    with count_queries() as for_one:
        client.get("/searches")
    for number in range(10):
        make_search(person, f"q=pix{number}")
    with count_queries() as for_many:
        client.get("/searches")

    assert len(for_many) == len(for_one)

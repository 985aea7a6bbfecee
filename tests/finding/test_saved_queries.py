from datetime import date, timedelta

from shared_services.finding import saved_queries
from tests.support.makers import (
    MONDAY,
    make_affiliation,
    make_offer,
    make_organisation,
    make_person,
    make_search,
    make_session,
)


def test_a_date_that_merely_comes_into_view_is_no_news(db, monkeypatch):
    monkeypatch.setattr(saved_queries, "MOST_SEEN", 1)
    offer = make_offer()
    make_session(offer, starts_on=date(2027, 2, 2))
    make_session(offer, starts_on=date(2027, 2, 9))
    search = make_search(make_person())

    after_the_first = MONDAY + timedelta(days=30)

    assert saved_queries.find_news(db, search, now=after_the_first).fresh == []


def test_the_place_of_a_person_is_that_of_her_organisation(db):
    person = make_person()
    assert saved_queries.find_departement(db, person.id) is None

    make_affiliation(person, make_organisation(departement_code="974"))

    assert saved_queries.find_departement(db, person.id).time_zone == "Indian/Reunion"

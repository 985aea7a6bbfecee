import pytest

from shared_services.core.database import transaction
from shared_services.finding.errors import AlreadySaved, TooManySearches
from shared_services.finding.models import Rhythm, SavedSearch
from shared_services.finding.operations import MOST_SEARCHES, change_search, save_search, stop_alert
from tests.support.makers import (
    MONDAY,
    count,
    make_affiliation,
    make_organisation,
    make_person,
    make_search,
    make_session,
)


def test_the_same_search_is_kept_once(db):
    person = make_person()
    make_search(person, "q=pix&free=1")

    with pytest.raises(AlreadySaved):
        make_search(person, "free=1&q=pix")
    assert make_search(make_person(), "q=pix&free=1").query == "q=pix&free=1"


def test_a_person_keeps_twenty_searches_at_most(db):
    person = make_person()
    for number in range(MOST_SEARCHES):
        make_search(person, f"q=pix{number}")

    with pytest.raises(TooManySearches):
        make_search(person)
    assert count(db, SavedSearch) == MOST_SEARCHES


def test_alerts_follow_the_clock_of_her_organisation(db):
    person = make_person()
    make_affiliation(person, make_organisation(departement_code="974"))

    assert make_search(person).time_zone == "Indian/Reunion"


def test_what_came_while_there_was_no_alert_is_not_news(db):
    person = make_person()
    search = make_search(person, rhythm=Rhythm.NONE)
    session_id = make_session().id
    with transaction() as writing:
        change_search(writing, search.id, name="Pix", rhythm=Rhythm.DAILY, by=person, now=MONDAY)

    assert search.seen["ids"] == [session_id]
    assert search.next_run_at is not None


def test_stopping_twice_does_no_harm(db):
    search = make_search(make_person())
    for _ in range(2):
        with transaction() as writing:
            stop_alert(writing, search.id, now=MONDAY)

    assert (search.rhythm, search.next_run_at) == (Rhythm.NONE, None)


def test_a_search_for_everything_can_be_kept(db):
    with transaction() as writing:
        everything = save_search(writing, "", name="Tout", rhythm=Rhythm.NONE, by=make_person(), now=MONDAY)

    assert everything.query == ""

from datetime import timedelta

import pytest

from shared_services.api.models import FeedKind
from shared_services.api.operations import open_feed
from shared_services.core.database import transaction
from shared_services.core.signing import sign
from tests.support.experts import MET, make_expert, make_expert_offer, meet, person_of
from tests.support.makers import MONDAY, make_hub, make_person
from tests.support.queries import count_queries

pytestmark = pytest.mark.usefixtures("db")


def test_a_week_and_a_day_over_all_hubs(sign_in):
    here = make_expert()
    person = person_of(here)
    there = make_expert(make_expert_offer(make_hub()), person)
    meet(here, make_person("Nour", "Demande"))
    meet(there, make_person("Ana", "Autre"), start=MET + timedelta(days=1))
    browser = sign_in(person)

    week = browser.get("/my-appointments?on=2027-02-05").text
    day = browser.get("/my-appointments?on=2027-02-02&view=day").text

    assert "Nour Demande" in week
    assert "Ana Autre" in week
    assert "Nour Demande" in day
    assert "Ana Autre" not in day


def test_an_empty_week_names_the_next_one(sign_in):
    expert = make_expert()
    meet(expert, make_person("Nour", "Demande"))

    page = sign_in(person_of(expert)).get("/my-appointments").text

    assert "Aucun rendez-vous cette semaine-là" in page
    assert "Nour Demande" in page


def test_what_is_over_and_not_noted_is_asked_for(sign_in, at):
    expert = make_expert()
    meet(expert)

    with at(MET + timedelta(days=10)):
        assert "Comptes rendus à écrire" in sign_in(person_of(expert)).get("/my-appointments").text


def test_strange_addresses_are_this_week(sign_in):
    browser = sign_in(person_of(make_expert()))

    assert browser.get("/my-appointments?on=hier&view=siècle").status_code == 200


def test_who_gives_none_has_no_such_page(sign_in):
    assert sign_in(make_person()).get("/my-appointments").status_code == 403


def test_as_many_queries_for_one_as_for_many(sign_in):
    expert = make_expert()
    browser = sign_in(person_of(expert))
    meet(expert)
    with count_queries() as for_one:
        browser.get("/my-appointments?on=2027-02-02")
    for days in range(1, 4):
        meet(expert, start=MET + timedelta(days=days))
    with count_queries() as for_four:
        browser.get("/my-appointments?on=2027-02-02")

    assert len(for_four) == len(for_one)


def test_her_feed_holds_them(client):
    expert = make_expert()
    booking = meet(expert)
    with transaction() as db:
        feed = open_feed(db, FeedKind.TEACHING, person=person_of(expert), now=MONDAY)
        db.flush()
        feed_id = feed.id

    text = client.get(f"/calendars/{sign('calendar-feed', str(feed_id))}.ics").text

    assert f"UID:{booking.reference}-given-1@" in text
    assert "Monter un plan de financement" in text

import pytest
from sqlalchemy import select

from shared_services.booking.models import Audience, Quota, QuotaPeriod, QuotaScope
from shared_services.pathways.models import Enrolment, EnrolmentState
from tests.support.makers import (
    make_affiliation,
    make_hub,
    make_membership,
    make_organisation,
    make_person,
    saved,
)
from tests.support.pathways import alter, follow, ids_of, make_cohort, make_pathway, plan_sessions
from tests.support.queries import count_queries


@pytest.fixture
def organisation(db):
    return make_organisation()


@pytest.fixture
def browser(sign_in, organisation):
    referent = make_person("Rita", "Référente")
    make_affiliation(referent, organisation, is_referent=True)
    return sign_in(referent)


@pytest.fixture
def team(organisation):
    people = [make_person(name, "Équipe") for name in ("Aline", "Boris")]
    for person in people:
        make_affiliation(person, organisation)
    return people


@pytest.fixture
def cohort(pathway, sessions):
    return make_cohort(pathway, sessions)


@pytest.fixture
def where(pathway, cohort):
    return f"/pathways/{pathway.id}/cohorts/{cohort.id}/colleagues"


def ticked(people, **given):
    return {"people": [one.id for one in people], "when_full": "refuse"} | given


def test_from_the_page_of_the_pathway_several_are_enrolled_at_once(db, browser, team, pathway, where):
    assert browser.get(f"/pathways/{pathway.id}").page.links["Inscrire des collègues Printemps"] == where
    assert "Aline Équipe" in browser.get(where).page.text

    answer = browser.post(where, data=ticked(team), follow_redirects=True)

    assert "2 personnes inscrites." in answer.page.text
    assert answer.page.h1.startswith("Parcours de")
    assert set(db.scalars(select(Enrolment.person_id))) == {one.id for one in team}


def test_who_follows_it_is_shown_apart(browser, team, pathway, sessions, where, organisation):
    follow(pathway, team[0], ids_of(sessions), organisation_id=organisation.id)

    page = browser.get(where).page

    assert "Suivent ou ont suivi ce parcours Aline Équipe En cours" in page.text
    assert {one.get("value") for one in page.all("input") if one.get("name") == "people"}.isdisjoint(
        {str(team[0].id)}
    )


def test_who_could_not_be_is_named_with_the_reason_and_the_others_are(db, browser, team):
    pathway = make_pathway()
    sessions = plan_sessions(pathway, capacities=(5, 1, 5))
    where = f"/pathways/{pathway.id}/cohorts/{make_cohort(pathway, sessions).id}/colleagues"

    answer = browser.post(where, data=ticked(team))

    assert answer.status_code == 200
    assert "1 personne inscrite." in answer.page.text
    assert "Boris Équipe Accompagner : Il ne reste pas assez de places" in answer.page.text
    assert browser.post(where, data=ticked(team[1:])).status_code == 409
    answer = browser.post(where, data=ticked(team[1:], when_full="wait"), follow_redirects=True)
    assert "1 parcours attend une place." in answer.page.text
    assert db.scalars(select(Enrolment.state)).all() == [EnrolmentState.ACTIVE, EnrolmentState.WAITING]


def test_what_several_modules_refuse_alike_is_said_once(browser, team, pathway, where):
    saved(Quota(hub_id=pathway.hub_id, scope=QuotaScope.PERSON, period=QuotaPeriod.YEAR, most=1))

    text = browser.post(where, data=ticked(team[:1])).page.text

    assert text.count("Ce hub limite à 1 par an") == 1


def test_nobody_ticked_is_told_beside_the_boxes(browser, team, where):
    answer = browser.post(where, data={"when_full": "refuse"})

    assert answer.status_code == 422
    assert "has-error" in (answer.page.by_id("people").get("class") or "")


def test_only_a_referent_of_an_organisation_it_is_for(browser, sign_in, team, pathway, where):
    hub = make_hub()
    alter(pathway, hub_id=hub.id, who=Audience.HUB_MEMBERS)

    assert browser.get(where).status_code == 404
    assert "Inscrire des collègues" not in browser.get(f"/pathways/{pathway.id}").page.text
    assert sign_in(team[0]).get(where).status_code == 403


def test_she_chooses_for_which_of_her_organisations(browser, sign_in, pathway, where, organisation):
    referent, other = make_person(), make_organisation()
    for one in (organisation, other):
        make_affiliation(referent, one, is_referent=True)
        make_membership(one, make_hub())
    browser = sign_in(referent)

    link = browser.get(where).page.links[f"Inscrire plutôt pour {other.name}"]

    assert f"Structure {other.name}" in browser.get(link).page.text


def test_as_many_statements_for_two_colleagues_as_for_six(browser, team, organisation, where):
    with count_queries() as two:
        browser.get(where)
    for _ in range(4):
        make_affiliation(make_person(), organisation)
    with count_queries() as six:
        browser.get(where)

    assert len(six) == len(two)

from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.booking.models import Audience, Booking
from shared_services.catalogue.models import OfferStatus
from shared_services.pathways.models import Enrolment, EnrolmentState
from tests.support.makers import (
    MONDAY,
    make_aidant,
    make_hub,
    make_manager,
    make_session,
)
from tests.support.pathways import (
    FIRST_DAY,
    alter,
    follow,
    make_cohort,
    make_pathway,
    plan_sessions,
    trainings_of,
)
from tests.support.queries import count_queries

from .support import asked


@pytest.fixture
def browser(sign_in, ana):
    return sign_in(ana)


class TestList:
    def test_what_is_published_is_found_by_its_words(self, client, pathway):
        make_pathway(title="Médiation culturelle", modules=0)
        make_pathway(title="Caché", status=OfferStatus.DRAFT)

        assert "Parcours aidant numérique" in client.get("/pathways").page.text
        assert "Caché" not in client.get("/pathways").page.text
        found = client.get("/pathways?q=médiation").page.text
        assert "Médiation culturelle" in found
        assert "Parcours aidant" not in found
        assert "Aucun parcours ne correspond" in client.get("/pathways?q=submarine").page.text

    def test_as_many_statements_for_one_as_for_ten(self, client, pathway):
        with count_queries() as one:
            client.get("/pathways")
        for _ in range(9):
            make_pathway()
        with count_queries() as ten:
            client.get("/pathways")

        assert len(ten) == len(one)


class TestShow:
    def test_a_stranger_sees_modules_hours_and_how_to_enrol(self, client, pathway, sessions):
        page = client.get(f"/pathways/{pathway.id}").page

        assert page.h1 == "Parcours aidant numérique"
        assert "3 modules" in page.text
        assert "21 h" in page.text
        for name in ("Accueillir", "Accompagner", "Évaluer"):
            assert name in page.text
        assert "Choisir mes dates" in page.text

    def test_a_draft_does_not_exist_for_others(self, client, sign_in, db):
        pathway = make_pathway(status=OfferStatus.DRAFT)

        assert client.get(f"/pathways/{pathway.id}").status_code == 404
        maud = make_manager(make_hub())
        assert sign_in(maud).get(f"/pathways/{pathway.id}").status_code == 404

    def test_a_module_that_is_gone_closes_enrolment_with_a_sentence(self, client, browser, pathway, sessions):
        alter(trainings_of(pathway)[1][1], status=OfferStatus.ARCHIVED)

        for reader in (client, browser):
            page = reader.get(f"/pathways/{pathway.id}").page
            assert "le module « Accompagner » n'est plus proposé" in page.text
            assert "Choisir mes dates" not in page.text
        answer = browser.post(f"/pathways/{pathway.id}/enrol", data=asked(sessions))
        assert answer.status_code == 409
        assert "n'est plus proposé" in answer.page.text

    def test_who_it_is_not_for_is_told_so(self, browser, db):
        pathway = make_pathway(who=Audience.HUB_MEMBERS)

        assert "réservée aux structures membres" in browser.get(f"/pathways/{pathway.id}").page.text

    def test_a_cohort_is_joined_in_one_click(self, db, browser, pathway, sessions, ana):
        cohort = make_cohort(pathway, sessions)
        assert "Printemps" in browser.get(f"/pathways/{pathway.id}").page.text

        answer = browser.post(f"/pathways/{pathway.id}/cohorts/{cohort.id}/enrol")

        assert answer.status_code == 303
        enrolment = db.scalars(select(Enrolment)).one()
        assert (enrolment.cohort_id, enrolment.state) == (cohort.id, EnrolmentState.ACTIVE)
        assert len(db.scalars(select(Booking).where(Booking.person_id == ana.id)).all()) == 3

    def test_a_cohort_of_another_pathway_or_removed_is_not_joined(self, db, browser, pathway, sessions):
        other = make_pathway()
        cohort = make_cohort(pathway, sessions)

        assert browser.post(f"/pathways/{other.id}/cohorts/{cohort.id}/enrol").status_code == 303
        alter(cohort, removed_at=MONDAY)
        assert browser.post(f"/pathways/{pathway.id}/cohorts/{cohort.id}/enrol").status_code == 303
        assert db.scalars(select(Enrolment)).all() == []

    def test_as_many_statements_for_one_cohort_as_for_five(self, client, pathway, sessions):
        make_cohort(pathway, sessions)
        with count_queries() as one:
            client.get(f"/pathways/{pathway.id}")
        for number in range(4):
            make_cohort(pathway, sessions, name=f"Promotion {number}")
        with count_queries() as five:
            client.get(f"/pathways/{pathway.id}")

        assert len(five) == len(one)


class TestMine:
    def test_what_she_follows_is_listed_with_the_next_step(self, browser, enrolment):
        page = browser.get("/my/pathways").page

        assert "Parcours aidant numérique" in page.text
        assert "Prochain module : « Accueillir »." in page.text

    def test_without_any_she_is_led_to_them(self, browser):
        assert "Voir les parcours" in browser.get("/my/pathways").page.text

    def test_as_many_statements_for_one_as_for_five(self, browser, ana, enrolment):
        with count_queries() as one:
            browser.get("/my/pathways")
        for number in range(4):
            pathway = make_pathway(title=f"Parcours {number}", modules=1)
            (module_id, training), *_rest = trainings_of(pathway)
            session = make_session(training, starts_on=FIRST_DAY + timedelta(days=40 + number))
            follow(pathway, ana, {module_id: session.id})
        with count_queries() as five:
            browser.get("/my/pathways")

        assert len(five) == len(one)


def test_members_of_the_hub_follow_what_is_for_members(db, sign_in):
    hub = make_hub()
    pathway = make_pathway(hub, who=Audience.HUB_MEMBERS)
    sessions = plan_sessions(pathway, audience=Audience.HUB_MEMBERS)
    browser = sign_in(make_aidant(hub))

    assert browser.post(f"/pathways/{pathway.id}/enrol", data=asked(sessions)).status_code == 303

from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.booking.models import Audience, Booking
from shared_services.catalogue.models import OfferStatus
from shared_services.pathways.models import Enrolment, EnrolmentState, EnrolmentStep
from tests.support.bookings import book
from tests.support.makers import (
    MONDAY,
    make_affiliation,
    make_aidant,
    make_hub,
    make_manager,
    make_organisation,
    make_person,
    make_session,
)
from tests.support.pathways import (
    FIRST_DAY,
    alter,
    follow,
    ids_of,
    make_cohort,
    make_pathway,
    plan_sessions,
    trainings_of,
)
from tests.support.queries import count_queries


@pytest.fixture
def browser(sign_in, ana):
    return sign_in(ana)


def asked(sessions):
    return {f"m{module_id}": session_id for module_id, session_id in ids_of(sessions).items()}


def options_of(page, module_id):
    """The numbers of the sessions one may choose for a module."""
    radios = [one for one in page.root.iter("input") if one.get("type") == "radio"]
    return [
        int(one.get("value")) for one in radios if one.get("name") == f"m{module_id}" and one.get("value")
    ]


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


class TestPlan:
    def test_the_lists_narrow_to_what_goes_with_the_choices(self, browser, pathway, sessions):
        (first_id, first), (second_id, _second), _third = trainings_of(pathway)
        late = make_session(first, starts_on=FIRST_DAY + timedelta(days=8))
        early_id = sessions[first_id].id
        page = browser.get(f"/pathways/{pathway.id}/enrol").page
        # Eight days later the second module of seven days later could not follow.
        assert options_of(page, first_id) == [early_id]

        another = make_session(_second, starts_on=FIRST_DAY + timedelta(days=10))
        page = browser.get(f"/pathways/{pathway.id}/enrol").page
        assert options_of(page, first_id) == [early_id, late.id]
        page = browser.get(f"/pathways/{pathway.id}/enrol?m{first_id}={late.id}").page
        assert options_of(page, second_id) == [another.id]

    def test_the_soonest_plan_is_suggested_and_chosen_by_a_link(self, browser, pathway, sessions):
        page = browser.get(f"/pathways/{pathway.id}/enrol").page
        assert "Fini au plus tôt" in page.text

        page = browser.get(f"/pathways/{pathway.id}/enrol", query_string=asked(sessions)).page

        assert "Votre plan" in page.text
        assert "M'inscrire au parcours" in page.text

    def test_the_plan_is_booked_and_shown(self, browser, pathway, sessions):
        answer = browser.post(f"/pathways/{pathway.id}/enrol", data=asked(sessions), follow_redirects=True)

        assert "Votre parcours est réservé" in answer.page.text
        assert "0 module fait sur 3" in answer.page.text

    def test_a_second_time_leads_to_the_one_under_way(self, browser, pathway, sessions, enrolment):
        answer = browser.post(f"/pathways/{pathway.id}/enrol", data=asked(sessions))

        assert answer.location.endswith(f"/enrolments/{enrolment.id}")
        assert "Vous suivez ce parcours" in browser.get(f"/pathways/{pathway.id}/enrol").page.text

    def test_full_asks_whether_all_waits_or_the_rest_begins(self, db, browser, ana):
        pathway = make_pathway()
        sessions = plan_sessions(pathway, capacities=(5, 1, 5))
        book(list(sessions.values())[1], make_person())

        page = browser.get(f"/pathways/{pathway.id}/enrol", query_string=asked(sessions)).page
        assert "Tout le parcours attend" in page.text
        refused = browser.post(f"/pathways/{pathway.id}/enrol", data=asked(sessions))
        assert refused.status_code == 409
        assert "Rien n'a été réservé" in refused.page.text
        browser.post(f"/pathways/{pathway.id}/enrol", data=asked(sessions) | {"when_full": "wait"})

        assert db.scalars(select(Enrolment)).one().state == EnrolmentState.WAITING

    def test_her_other_places_and_what_is_not_open_are_not_proposed(self, browser, pathway, sessions, ana):
        (first_id, first), *_others = trainings_of(pathway)
        book(make_session(starts_on=FIRST_DAY), ana)
        free = make_session(first, starts_on=FIRST_DAY + timedelta(days=1))
        make_session(first, starts_on=FIRST_DAY + timedelta(days=2), opens_at=MONDAY + timedelta(days=9))

        page = browser.get(f"/pathways/{pathway.id}/enrol").page

        assert options_of(page, first_id) == [free.id]

    def test_where_she_has_a_place_already_that_date_is_proposed_and_serves(
        self, db, browser, pathway, sessions, ana
    ):
        (first_id, first), *_others = trainings_of(pathway)
        held = book(make_session(first, capacity=1, starts_on=FIRST_DAY + timedelta(days=1)), ana)
        own = asked(sessions) | {f"m{first_id}": held.bookable_id}

        page = browser.get(f"/pathways/{pathway.id}/enrol", query_string=own).page
        assert options_of(page, first_id) == [held.bookable_id]
        assert "Tout le parcours attend" not in page.text
        browser.post(f"/pathways/{pathway.id}/enrol", data=own)

        step = db.scalars(select(EnrolmentStep).where(EnrolmentStep.module_id == first_id)).one()
        assert step.booking_id == held.id

    def test_a_place_that_no_plan_goes_with_is_named_with_a_way_to_it(self, browser, pathway, sessions, ana):
        *_others, (_last_id, last) = trainings_of(pathway)
        held = book(make_session(last, starts_on=FIRST_DAY - timedelta(days=1)), ana)

        page = browser.get(f"/pathways/{pathway.id}/enrol").page

        assert "Aucune suite de sessions ne va avec la place que vous avez déjà" in page.text
        assert f"/bookings/{held.reference}" in page.links.values()
        assert "Vérifier ces dates" not in page.text

    def test_beyond_six_dates_the_others_are_folded_unless_one_of_them_is_chosen(self, browser, db):
        pathway = make_pathway(modules=1)
        ((module_id, training),) = trainings_of(pathway)
        made = [make_session(training, starts_on=FIRST_DAY + timedelta(days=day)) for day in range(8)]

        page = browser.get(f"/pathways/{pathway.id}/enrol").page
        (folded,) = [one for one in page.root.iter("details") if one.get("class") == "more"]
        assert options_of(page, module_id) == [one.id for one in made]
        assert [one.get("value") for one in folded.iter("input")] == [str(one.id) for one in made[6:]]
        assert folded.get("open") is None
        page = browser.get(f"/pathways/{pathway.id}/enrol?m{module_id}={made[7].id}").page
        (folded,) = [one for one in page.root.iter("details") if one.get("class") == "more"]
        assert folded.get("open") is not None

    def test_full_dates_say_that_one_would_wait(self, browser, ana):
        pathway = make_pathway()
        sessions = plan_sessions(pathway, capacities=(5, 1, 5))
        book(list(sessions.values())[1], make_person())

        assert "Complète, liste d'attente" in browser.get(f"/pathways/{pathway.id}/enrol").page.text

    def test_choices_that_do_not_go_together_are_told(self, browser, pathway, sessions):
        (first_id, first), *_others = trainings_of(pathway)
        late = make_session(first, starts_on=FIRST_DAY + timedelta(days=30))

        wrong = asked(sessions) | {f"m{first_id}": late.id}
        page = browser.get(f"/pathways/{pathway.id}/enrol", query_string=wrong).page

        assert "Ces dates ne vont pas ensemble" in page.text
        assert "M'inscrire au parcours" not in page.text

    def test_nonsense_in_the_address_is_not_read(self, browser, pathway, sessions):
        for query in ("m1=x", "mx=1", f"m{10**30}=1", "m=1", "m-1=-1", "m²=1", "m1="):
            assert browser.get(f"/pathways/{pathway.id}/enrol?{query}").status_code == 200

    def test_an_aidant_of_two_organisations_says_for_which(self, db, sign_in, sessions, pathway):
        person = make_person()
        ours, theirs = make_organisation("Mairie"), make_organisation("Théâtre")
        for organisation in (ours, theirs):
            make_affiliation(person, organisation)
        browser = sign_in(person)

        assert browser.post(f"/pathways/{pathway.id}/enrol", data=asked(sessions)).status_code == 422
        data = asked(sessions) | {"organisation_id": theirs.id}
        assert browser.post(f"/pathways/{pathway.id}/enrol", data=data).status_code == 303
        assert {one.organisation_id for one in db.scalars(select(Booking))} == {theirs.id}

    def test_as_many_statements_for_few_sessions_as_for_many(self, browser, pathway, sessions):
        with count_queries() as few:
            browser.get(f"/pathways/{pathway.id}/enrol")
        for _module_id, training in trainings_of(pathway):
            for day in range(30, 36):
                make_session(training, starts_on=FIRST_DAY + timedelta(days=day))
        with count_queries() as many:
            browser.get(f"/pathways/{pathway.id}/enrol")

        assert len(many) == len(few)


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

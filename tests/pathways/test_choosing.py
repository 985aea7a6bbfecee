from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.booking.models import Booking
from shared_services.pathways.models import Enrolment, EnrolmentState, EnrolmentStep
from tests.support.bookings import book
from tests.support.makers import MONDAY, make_affiliation, make_organisation, make_person, make_session
from tests.support.pathways import FIRST_DAY, alter, make_pathway, plan_sessions, trainings_of
from tests.support.queries import count_queries

from .support import asked


@pytest.fixture
def browser(sign_in, ana):
    return sign_in(ana)


def options_of(page, module_id):
    """The numbers of the sessions one may choose for a module."""
    radios = [one for one in page.root.iter("input") if one.get("type") == "radio"]
    return [
        int(one.get("value")) for one in radios if one.get("name") == f"m{module_id}" and one.get("value")
    ]


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

    def test_what_the_hub_must_still_agree_to_is_not_called_booked(self, browser, pathway, sessions):
        alter(next(iter(sessions.values())), needs_approval=True)

        answer = browser.post(f"/pathways/{pathway.id}/enrol", data=asked(sessions), follow_redirects=True)

        assert "Votre demande est envoyée" in answer.page.text
        assert "En attente d'accord" in answer.page.text

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

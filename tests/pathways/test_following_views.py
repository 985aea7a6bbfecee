from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.attendance.models import What
from shared_services.attendance.operations import Tick
from shared_services.booking.models import Booking, BookingStatus
from shared_services.core.database import transaction
from shared_services.kinds.trainings.queries import get_session
from shared_services.network.operations import end_affiliation
from shared_services.pathways.jobs import follow_pathways
from shared_services.pathways.models import EnrolmentState, Moment, ObjectiveRating
from shared_services.pathways.operations import WhenFull, recognise_module
from shared_services.pathways.progress import StepState
from shared_services.pathways.queries import get_pathway
from tests.support.attendance import close, half_days, tick
from tests.support.bookings import book, cancel, do
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
from tests.support.pathways import FIRST_DAY, alter, follow, ids_of, make_pathway, plan_sessions, trainings_of
from tests.support.queries import count_queries

from .support import bookings_of, standings


@pytest.fixture
def browser(sign_in, ana):
    return sign_in(ana)


@pytest.fixture
def maud(db, pathway):
    """Manages the hub of the pathway."""
    return make_manager(get_pathway(db, pathway.id).hub)


@pytest.fixture
def where(enrolment):
    return f"/enrolments/{enrolment.id}"


class TestShow:
    def test_she_sees_each_module_and_her_hours(self, browser, where):
        page = browser.get(where).page

        assert page.text.count("Place réservée") == 3
        assert "0 min sur 21 h" in page.text
        assert "Dire où j'en suis avant de commencer" in page.text

    def test_the_hours_done_are_those_of_the_sheet_and_not_those_planned(
        self, db, browser, where, enrolment, sessions, maud
    ):
        session, booking = next(iter(sessions.values())), bookings_of(db, enrolment)[0]
        morning, afternoon = half_days(session)
        tick(session, morning, Tick(booking.id, What.PRESENT, late=45), by=maud)
        tick(session, afternoon, Tick(booking.id, What.PRESENT, early=20), by=maud)
        assert "0 min sur 21 h" in browser.get(where).page.text

        close(session, by=maud, now=session.ends_at)

        # Two half days of three hours, less what she missed; the training is planned for seven hours.
        assert standings(db, enrolment)[0].minutes_done == (180 - 45) + (180 - 20)
        assert "4 h 55 sur 21 h" in browser.get(where).page.text

    def test_her_referent_and_the_hub_see_it_and_nobody_else(self, db, sign_in):
        hub = make_hub()
        organisation = make_organisation()
        person, referent = make_person(), make_person()
        make_affiliation(person, organisation)
        make_affiliation(referent, organisation, is_referent=True)
        pathway = make_pathway(hub)
        where = f"/enrolments/{follow(pathway, person, ids_of(plan_sessions(pathway))).id}"

        assert sign_in(referent).get(where).status_code == 200
        assert sign_in(make_manager(hub)).get(where).status_code == 200
        assert sign_in(make_manager(make_hub())).get(where).status_code == 403
        assert sign_in(make_aidant(hub)).get(where).status_code == 403

    def test_a_referent_whom_she_left_changes_nothing_and_sees_what_was_finished(self, db, sign_in):
        organisation, person, referent = make_organisation(), make_person(), make_person()
        hers = make_affiliation(person, organisation)
        make_affiliation(referent, organisation, is_referent=True)
        pathway = make_pathway()
        sessions = plan_sessions(pathway)
        enrolment = follow(pathway, person, ids_of(sessions), organisation_id=organisation.id)
        team, where = f"/organisations/{organisation.id}/pathways", f"/enrolments/{enrolment.id}"
        browser = sign_in(referent)
        assert person.name in browser.get(team).page.text

        do(end_affiliation, hers, by=person)

        assert browser.get(f"{where}/modules/{next(iter(sessions))}").status_code == 403
        assert browser.get(where).status_code == 403
        assert person.name not in browser.get(team).page.text
        alter(enrolment, state=EnrolmentState.FINISHED, ended_at=MONDAY)
        assert browser.get(where).status_code == 200
        assert person.name in browser.get(team).page.text

    def test_dates_that_the_hub_moved_out_of_order_are_told(self, browser, where, sessions):
        assert "ne vont plus ensemble" not in browser.get(where).page.text
        _first, second, _third = sessions.values()

        with transaction() as db:  # the second is moved before the first
            for half_day in get_session(db, second.id).half_days:
                half_day.starts_at -= timedelta(days=14)
                half_day.ends_at -= timedelta(days=14)

        assert "Vos dates ne vont plus ensemble" in browser.get(where).page.text

    def test_a_module_recognised_asks_for_no_hours(self, browser, pathway, enrolment, where, maud):
        module_id, _training = trainings_of(pathway)[0]
        do(recognise_module, enrolment, module_id, reason="Formatrice depuis 2020.", by=maud)

        assert "1 module fait sur 3 · 0 min sur 14 h" in browser.get(where).page.text

    def test_the_hub_sees_who_recognised_what_and_why(self, db, sign_in, pathway, enrolment, where, maud):
        module_id, _training = trainings_of(pathway)[0]
        do(recognise_module, enrolment, module_id, reason="Formatrice depuis 2020.", by=maud)

        page = sign_in(maud).get(where).page

        assert "Par Maud Nager" in page.text
        assert "Formatrice depuis 2020." in page.text
        assert "Ne plus le reconnaître" in page.text


class TestChange:
    def test_the_dates_that_go_with_the_others_are_shown_and_taken(
        self, db, browser, pathway, enrolment, where
    ):
        module_id, training = trainings_of(pathway)[1]
        later = make_session(training, starts_on=FIRST_DAY + timedelta(days=9))
        make_session(training, starts_on=FIRST_DAY + timedelta(days=60))
        page = browser.get(f"{where}/modules/{module_id}").page
        radios = [one.get("value") for one in page.all("input") if one.get("type") == "radio"]
        assert radios == [str(later.id)]

        answer = browser.post(f"{where}/modules/{module_id}", data={"session_id": later.id})

        assert answer.status_code == 303
        assert standings(db, enrolment)[1].booking.bookable_id == later.id

    def test_a_refusal_says_why_and_keeps_the_place(self, db, browser, pathway, enrolment, where):
        module_id, training = trainings_of(pathway)[1]
        full = make_session(training, starts_on=FIRST_DAY + timedelta(days=9), capacity=1)
        book(full, make_person())

        answer = browser.post(f"{where}/modules/{module_id}", data={"session_id": full.id})

        assert answer.status_code == 409
        assert "Il ne reste pas assez de places" in answer.page.text
        assert standings(db, enrolment)[1].state == StepState.BOOKED

    def test_a_full_date_is_not_offered_against_a_place_she_has(self, browser, pathway, enrolment, where):
        module_id, training = trainings_of(pathway)[1]
        book(make_session(training, starts_on=FIRST_DAY + timedelta(days=9), capacity=1), make_person())

        page = browser.get(f"{where}/modules/{module_id}").page

        assert [one for one in page.all("input") if one.get("type") == "radio"] == []

    def test_after_a_cancellation_she_may_wait_for_a_full_session(
        self, db, browser, pathway, enrolment, where
    ):
        module_id, training = trainings_of(pathway)[1]
        full = make_session(training, starts_on=FIRST_DAY + timedelta(days=9), capacity=1)
        book(full, make_person())
        cancel(bookings_of(db, enrolment)[1])

        answer = browser.post(
            f"{where}/modules/{module_id}", data={"session_id": full.id, "wait": "y"}, follow_redirects=True
        )

        assert standings(db, enrolment)[1].state == StepState.WAITING
        assert "Vous êtes sur la liste d'attente de cette session." in answer.page.text

    def test_nonsense_is_not_found_and_a_done_module_is_told(
        self, db, browser, pathway, enrolment, where, maud
    ):
        module_id, _training = trainings_of(pathway)[0]

        assert browser.post(f"{where}/modules/{module_id}", data={"session_id": "x"}).status_code == 404
        assert browser.get(f"{where}/modules/999999").status_code == 404
        do(recognise_module, enrolment, module_id, reason="Vue.", by=maud)
        assert browser.get(f"{where}/modules/{module_id}").status_code == 409

    def test_a_plan_that_waits_is_tried_again_with_the_new_date(self, db, browser, ana):
        pathway = make_pathway()
        sessions = plan_sessions(pathway, capacities=(5, 1, 5))
        module_id, training = trainings_of(pathway)[1]
        book(sessions[module_id], make_person())
        enrolment = follow(pathway, ana, ids_of(sessions), when_full=WhenFull.WAIT)
        free = make_session(training, starts_on=FIRST_DAY + timedelta(days=8))

        page = browser.get(f"/enrolments/{enrolment.id}/modules/{module_id}").page
        assert str(free.id) in [one.get("value") for one in page.all("input")]
        browser.post(f"/enrolments/{enrolment.id}/modules/{module_id}", data={"session_id": free.id})

        assert enrolment.state == EnrolmentState.ACTIVE


class TestLeave:
    def test_it_says_what_is_given_up_and_asks_first(self, db, browser, enrolment, where, ana):
        page = browser.get(f"{where}/leave").page
        assert "Ce qui sera annulé" in page.text
        assert enrolment.state == EnrolmentState.ACTIVE

        assert browser.post(f"{where}/leave").status_code == 303

        assert enrolment.state == EnrolmentState.LEFT
        statuses = set(db.scalars(select(Booking.status).where(Booking.person_id == ana.id)))
        assert statuses == {BookingStatus.CANCELLED}
        assert "il n'y a plus rien à y changer" in browser.get(f"{where}/leave").page.text


class TestRate:
    def test_before_and_after_stand_side_by_side(self, db, browser, pathway, enrolment, where, maud):
        assert "Où j'en suis avant de commencer" in browser.get(f"{where}/objectives/before").page.text
        assert browser.post(f"{where}/objectives/before", data={"o0": 1, "o1": 0}).status_code == 303
        for module_id, _training in trainings_of(pathway):
            do(recognise_module, enrolment, module_id, reason="Vue.", by=maud)
        follow_pathways(MONDAY)
        assert "Dire où j'en suis maintenant" in browser.get(where).page.text
        assert browser.post(f"{where}/objectives/after", data={"o0": 4, "o1": 3}).status_code == 303

        text = browser.get(where).page.text
        assert "1 · Un peu" in text
        assert "4 · Tout à fait" in text
        scores = select(ObjectiveRating.score).where(ObjectiveRating.moment == Moment.AFTER)
        assert list(db.scalars(scores.order_by(ObjectiveRating.id))) == [4, 3]

    def test_an_answer_is_needed_for_each(self, browser, where):
        assert browser.post(f"{where}/objectives/before", data={"o0": 1}).status_code == 422
        assert browser.post(f"{where}/objectives/before", data={"o0": 9, "o1": "x"}).status_code == 422

    def test_too_early_is_told(self, browser, where):
        assert "une fois tous les modules" in browser.get(f"{where}/objectives/after").page.text
        answer = browser.post(f"{where}/objectives/after", data={"o0": 1, "o1": 1})
        assert answer.status_code == 409

    def test_nobody_answers_for_her(self, sign_in, where, maud):
        assert sign_in(maud).get(f"{where}/objectives/before").status_code == 403


class TestRecognise:
    def test_the_hub_recognises_and_undoes(self, db, sign_in, pathway, enrolment, where, maud):
        module_id, _training = trainings_of(pathway)[0]
        browser = sign_in(maud)
        assert "Accueillir" in browser.get(f"{where}/modules/{module_id}/recognise").page.h1

        assert browser.post(f"{where}/modules/{module_id}/recognise", data={"reason": " "}).status_code == 422
        browser.post(f"{where}/modules/{module_id}/recognise", data={"reason": "Formatrice."})
        assert standings(db, enrolment)[0].state == StepState.RECOGNISED

        browser.post(f"{where}/modules/{module_id}/undo-recognition")
        assert standings(db, enrolment)[0].state == StepState.TO_CHOOSE
        browser.post(f"{where}/modules/{module_id}/undo-recognition")  # twice changes nothing

    def test_she_does_not_recognise_herself(self, browser, pathway, where):
        module_id, _training = trainings_of(pathway)[0]

        assert browser.get(f"{where}/modules/{module_id}/recognise").status_code == 403


class TestTeam:
    def test_a_referent_sees_how_far_her_colleagues_are(self, db, sign_in):
        organisation, referent = make_organisation(), make_person()
        make_affiliation(referent, organisation, is_referent=True)
        browser = sign_in(referent)
        where = f"/organisations/{organisation.id}/pathways"
        assert "Personne de l'équipe" in browser.get(where).page.text
        pathway = make_pathway()
        sessions = ids_of(plan_sessions(pathway))

        def one_more(name):
            person = make_person(name)
            make_affiliation(person, organisation)
            follow(pathway, person, sessions)

        one_more("Ana")
        with count_queries() as one:
            text = browser.get(where).page.text
        assert "Ana Martin · Parcours aidant numérique" in text
        for name in ("Bo", "Cé", "Dan"):
            one_more(name)
        with count_queries() as four:
            browser.get(where)
        assert len(four) == len(one)

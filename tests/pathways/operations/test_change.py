from datetime import timedelta

import pytest

from shared_services.booking.errors import Full
from shared_services.booking.models import BookingStatus
from shared_services.core.errors import NotFound
from shared_services.pathways.errors import ModuleDone, NotUnderWay, PlanImpossible
from shared_services.pathways.models import EnrolmentState
from shared_services.pathways.operations import WhenFull, change_step, leave_pathway, recognise_module
from shared_services.pathways.progress import StepState
from tests.support.bookings import book, cancel, do
from tests.support.makers import make_person, make_session
from tests.support.pathways import FIRST_DAY, follow, ids_of, make_pathway, plan_sessions, trainings_of

from ..support import attend, standings


def test_another_session_takes_the_place_of_the_one_before(db, pathway, sessions, enrolment, ana):
    module_id, training = trainings_of(pathway)[1]
    later = make_session(training, starts_on=FIRST_DAY + timedelta(days=8))

    do(change_step, enrolment, module_id, later.id, by=ana)

    found = standings(db, enrolment)[1]
    assert found.booking.bookable_id == later.id
    assert found.state == StepState.BOOKED
    assert [one.state for one in standings(db, enrolment)] == [StepState.BOOKED] * 3


def test_a_full_session_changes_nothing(db, pathway, enrolment, ana):
    module_id, training = trainings_of(pathway)[1]
    full = make_session(training, starts_on=FIRST_DAY + timedelta(days=8), capacity=1)
    book(full, make_person())
    before = standings(db, enrolment)[1].booking.id

    with pytest.raises(Full):
        do(change_step, enrolment, module_id, full.id, by=ana)
    assert standings(db, enrolment)[1].booking.id == before
    assert standings(db, enrolment)[1].state == StepState.BOOKED


def test_the_order_is_kept_when_one_module_changes(db, pathway, enrolment, ana):
    module_id, training = trainings_of(pathway)[1]
    too_late = make_session(training, starts_on=FIRST_DAY + timedelta(days=40))

    with pytest.raises(PlanImpossible):
        do(change_step, enrolment, module_id, too_late.id, by=ana)


def test_only_a_session_of_the_module_is_taken(db, pathway, enrolment, ana):
    module_id, _training = trainings_of(pathway)[1]

    with pytest.raises(NotFound):
        do(change_step, enrolment, module_id, make_session().id, by=ana)


def test_a_lost_module_is_chosen_again(db, pathway, sessions, enrolment, ana):
    module_id, training = trainings_of(pathway)[0]
    cancel(standings(db, enrolment)[0].booking, by=ana)
    assert standings(db, enrolment)[0].state == StepState.LOST
    again = make_session(training, starts_on=FIRST_DAY + timedelta(days=1))

    do(change_step, enrolment, module_id, again.id, by=ana)

    assert standings(db, enrolment)[0].state == StepState.BOOKED


def test_what_is_done_or_over_does_not_change(db, pathway, sessions, enrolment, ana):
    (first_id, _first), (second_id, _second), _third = trainings_of(pathway)
    attend(standings(db, enrolment)[0].booking)
    do(recognise_module, enrolment, second_id, reason="Déjà formatrice.", by=make_person())

    for module_id in (first_id, second_id):
        with pytest.raises(ModuleDone):
            do(change_step, enrolment, module_id, sessions[module_id].id, by=ana)
    do(leave_pathway, enrolment, by=ana)
    with pytest.raises(NotUnderWay):
        do(change_step, enrolment, first_id, sessions[first_id].id, by=ana)


def test_a_plan_that_waits_is_whole_with_a_session_that_is_free(db, ana):
    pathway = make_pathway()
    sessions = plan_sessions(pathway, capacities=(5, 1, 5))
    module_id, training = trainings_of(pathway)[1]
    book(sessions[module_id], make_person())
    enrolment = follow(pathway, ana, ids_of(sessions), when_full=WhenFull.WAIT)
    free = make_session(training, starts_on=FIRST_DAY + timedelta(days=8))

    do(change_step, enrolment, module_id, free.id, by=ana)

    assert [one.state for one in standings(db, enrolment)] == [StepState.BOOKED] * 3
    assert enrolment.state == EnrolmentState.ACTIVE
    assert {one.booking.status for one in standings(db, enrolment)} == {BookingStatus.CONFIRMED}

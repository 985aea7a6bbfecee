from datetime import timedelta

from shared_services.booking.models import BookingStatus
from shared_services.booking.operations import cancel_bookable, swap_person
from shared_services.pathways.jobs import follow_pathways
from shared_services.pathways.models import EnrolmentState
from shared_services.pathways.operations import WhenFull, recognise_module
from shared_services.pathways.progress import StepState
from tests.support.bookings import book, cancel, do
from tests.support.makers import MONDAY, kinds_posted, make_person
from tests.support.pathways import follow, ids_of, make_pathway, modules_of, plan_sessions

from ..support import attend, bookings_of, standings


def waiting_plan(ana, *, capacities=(5, 1, 5)):
    """She waits whole for each session with one seat, which somebody has; the bookings of that somebody."""
    pathway = make_pathway()
    sessions = plan_sessions(pathway, capacities=capacities)
    taken = [
        book(one, make_person())
        for one, seats in zip(sessions.values(), capacities, strict=True)
        if seats == 1
    ]
    return follow(pathway, ana, ids_of(sessions), when_full=WhenFull.WAIT), sessions, taken


def test_when_the_place_comes_the_whole_plan_is_taken(db, ana):
    enrolment, _sessions, taken = waiting_plan(ana)

    cancel(taken[0])
    follow_pathways(MONDAY)

    assert enrolment.state == EnrolmentState.ACTIVE
    assert {one.booking.status for one in standings(db, enrolment)} == {BookingStatus.CONFIRMED}
    assert kinds_posted(db)[-1] == "pathway_active"


def test_while_another_module_is_full_she_is_told_once_and_holds_nothing_else(db, ana):
    enrolment, _sessions, taken = waiting_plan(ana, capacities=(5, 1, 1))

    cancel(taken[0])
    for _ in range(3):
        follow_pathways(MONDAY)

    assert enrolment.state == EnrolmentState.WAITING
    assert kinds_posted(db).count("pathway_place_alone") == 1
    states = [one.state for one in standings(db, enrolment)]
    assert states == [StepState.PLANNED, StepState.OFFERED, StepState.WAITING]
    cancel(taken[1])
    follow_pathways(MONDAY + timedelta(hours=1))
    assert [one.state for one in standings(db, enrolment)] == [StepState.BOOKED] * 3


def test_a_session_that_filled_up_meanwhile_is_waited_for_too(db, ana):
    enrolment, sessions, taken = waiting_plan(ana, capacities=(2, 1, 5))
    first = next(iter(sessions.values()))
    for _ in range(2):
        book(first, make_person())

    cancel(taken[0])
    follow_pathways(MONDAY)

    states = [one.state for one in standings(db, enrolment)]
    assert states == [StepState.WAITING, StepState.OFFERED, StepState.PLANNED]


def test_a_cancelled_booking_is_told_once_and_to_be_chosen_again(db, enrolment, ana):
    cancel(standings(db, enrolment)[1].booking, by=ana)

    for _ in range(2):
        follow_pathways(MONDAY)

    assert kinds_posted(db).count("pathway_step_lost") == 1
    assert standings(db, enrolment)[1].is_to_choose
    assert enrolment.state == EnrolmentState.ACTIVE


def test_a_cancelled_session_is_told_to_all_who_follow_the_pathway(db, pathway, sessions, enrolment):
    other = follow(pathway, make_person(), ids_of(sessions))
    session = list(sessions.values())[2]
    do(cancel_bookable, session, by=make_person(), reason="La formatrice est malade.")

    follow_pathways(MONDAY)

    assert kinds_posted(db).count("pathway_step_lost") == 2
    assert standings(db, other)[2].state == StepState.LOST


def test_a_place_given_to_a_colleague_is_no_longer_hers(db, enrolment):
    booking, colleague = standings(db, enrolment)[0].booking, make_person()
    do(swap_person, booking, colleague, organisation_id=None, by=colleague, reason="")

    follow_pathways(MONDAY)

    assert standings(db, enrolment)[0].state == StepState.LOST
    assert "pathway_step_lost" in kinds_posted(db)


def test_once_everything_is_attended_or_recognised_the_pathway_is_finished(db, pathway, enrolment):
    for booking in bookings_of(db, enrolment)[:2]:
        attend(booking)
    last = modules_of(pathway)[2]
    follow_pathways(MONDAY)
    assert enrolment.state == EnrolmentState.ACTIVE

    do(recognise_module, enrolment, last.id, reason="Certifiée en 2025.", by=make_person())
    follow_pathways(MONDAY)

    assert enrolment.state == EnrolmentState.FINISHED
    assert kinds_posted(db)[-1] == "pathway_finished"


def test_somebody_absent_has_not_finished(db, enrolment):
    attend(standings(db, enrolment)[0].booking)
    attend(standings(db, enrolment)[1].booking)
    attend(standings(db, enrolment)[2].booking, attended=False)

    follow_pathways(MONDAY + timedelta(days=90))

    assert enrolment.state == EnrolmentState.ACTIVE
    assert standings(db, enrolment)[2].state == StepState.MISSED

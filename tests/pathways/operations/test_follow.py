from datetime import timedelta

from shared_services.booking.models import BookingStatus
from shared_services.booking.operations import cancel_bookable, swap_person
from shared_services.kinds.trainings.models import TrainingOffer
from shared_services.pathways.jobs import follow_pathways
from shared_services.pathways.models import EnrolmentState
from shared_services.pathways.operations import WhenFull, change_step, recognise_module
from shared_services.pathways.operations.steps import read_progress
from shared_services.pathways.progress import StepState
from tests.support.bookings import book, cancel, do
from tests.support.makers import MONDAY, kinds_posted, make_person, make_session
from tests.support.pathways import FIRST_DAY, follow, ids_of, make_pathway, modules_of, plan_sessions

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


def test_a_plan_that_waits_is_not_taken_without_a_module_that_was_lost(db, ana):
    enrolment, sessions, taken = waiting_plan(ana, capacities=(5, 1, 1))
    do(cancel_bookable, list(sessions.values())[1], by=make_person(), reason="La salle est prise.")

    cancel(taken[1])
    for _ in range(2):
        follow_pathways(MONDAY)

    assert enrolment.state == EnrolmentState.WAITING
    assert [one.state for one in standings(db, enrolment)] == [
        StepState.PLANNED,
        StepState.LOST,
        StepState.OFFERED,
    ]
    assert kinds_posted(db).count("pathway_step_lost") == 1


def test_it_is_whole_once_she_chose_the_lost_module_again(db, ana):
    enrolment, sessions, taken = waiting_plan(ana, capacities=(5, 1, 1))
    module_id, lost = list(sessions.items())[1]
    do(cancel_bookable, lost, by=make_person(), reason="La salle est prise.")
    cancel(taken[1])
    follow_pathways(MONDAY)

    other = make_session(db.get(TrainingOffer, lost.offer_id), starts_on=FIRST_DAY + timedelta(days=9))
    do(change_step, enrolment, module_id, other.id, by=ana)

    assert enrolment.state == EnrolmentState.ACTIVE
    assert [one.state for one in standings(db, enrolment)] == [StepState.BOOKED] * 3


class TestADateThatWasOnlyPlanned:
    """The first module of a plan that waits for the second: nothing of it is booked."""

    def test_she_is_told_when_the_hub_cancels_it(self, db, ana):
        enrolment, sessions, _taken = waiting_plan(ana)
        do(cancel_bookable, next(iter(sessions.values())), by=make_person(), reason="Annulée.")

        for _ in range(2):
            follow_pathways(MONDAY)

        first = standings(db, enrolment)[0]
        assert first.state == StepState.LOST
        assert kinds_posted(db).count("pathway_step_lost") == 1
        assert read_progress(db, enrolment.id).next_step.startswith("Choisissez une session pour")

    def test_and_when_it_begins_without_her(self, db, ana):
        enrolment, sessions, _taken = waiting_plan(ana)
        first = next(iter(sessions.values()))

        follow_pathways(first.starts_at - timedelta(minutes=1))
        assert standings(db, enrolment)[0].state == StepState.PLANNED
        follow_pathways(first.starts_at)

        assert standings(db, enrolment)[0].state == StepState.LOST

    def test_the_plan_is_not_taken_without_it_and_goes_on_with_another_date(self, db, ana):
        enrolment, sessions, taken = waiting_plan(ana)
        module_id, lost = next(iter(sessions.items()))
        do(cancel_bookable, lost, by=make_person(), reason="Annulée.")
        follow_pathways(MONDAY)

        cancel(taken[0])
        follow_pathways(MONDAY)
        assert enrolment.state == EnrolmentState.WAITING
        other = make_session(db.get(TrainingOffer, lost.offer_id), starts_on=FIRST_DAY + timedelta(days=1))
        do(change_step, enrolment, module_id, other.id, by=ana)

        assert enrolment.state == EnrolmentState.ACTIVE
        assert standings(db, enrolment)[0].booking.bookable_id == other.id

import pytest

from shared_services.booking.models import BookingStatus
from shared_services.pathways.errors import NotUnderWay
from shared_services.pathways.models import EnrolmentState
from shared_services.pathways.operations import leave_pathway, what_leaving_keeps
from shared_services.pathways.operations.steps import read_progress
from tests.support.bookings import book, do
from tests.support.makers import kinds_posted, make_person
from tests.support.pathways import follow, ids_of, make_pathway, plan_sessions

from ..support import attend, standings


def statuses(db, enrolment):
    return [one.booking.status for one in standings(db, enrolment)]


def test_what_is_not_begun_is_given_up(db, enrolment, ana):
    attend(standings(db, enrolment)[0].booking)

    do(leave_pathway, enrolment, by=ana)

    assert statuses(db, enrolment) == [
        BookingStatus.ATTENDED,
        BookingStatus.CANCELLED,
        BookingStatus.CANCELLED,
    ]
    assert enrolment.state == EnrolmentState.LEFT
    assert kinds_posted(db)[-1] == "pathway_left"


def test_the_places_go_to_those_who_wait(db, ana):
    pathway = make_pathway()
    sessions = plan_sessions(pathway, capacities=(1, 1, 1))
    enrolment = follow(pathway, ana, ids_of(sessions))
    waiting = [book(session, make_person()) for session in sessions.values()]

    do(leave_pathway, enrolment, by=ana)

    assert {one.status for one in waiting} == {BookingStatus.OFFERED}


def test_past_the_cut_off_a_place_stays_hers_and_is_told_before(db, enrolment, ana):
    first = standings(db, enrolment)[0].booking
    soon = first.cancel_until.replace(hour=23)

    given_up, kept = what_leaving_keeps(read_progress(db, enrolment.id), now=soon)
    do(leave_pathway, enrolment, by=ana, now=soon)

    assert [one.id for one in kept] == [first.id]
    assert len(given_up) == 2
    assert statuses(db, enrolment)[0] == BookingStatus.CONFIRMED


def test_one_leaves_once_and_may_come_back(db, pathway, sessions, enrolment, ana):
    do(leave_pathway, enrolment, by=ana)

    with pytest.raises(NotUnderWay):
        do(leave_pathway, enrolment, by=ana)
    assert follow(pathway, ana, ids_of(sessions)).state == EnrolmentState.ACTIVE

from datetime import timedelta

import pytest

from shared_services.booking.errors import BookingClosed, NothingToDecide
from shared_services.booking.models import BookableStatus, BookingStatus, Verdict
from shared_services.booking.operations import let_stand, settle_minimum
from shared_services.booking.queries import (
    count_confirmed,
    list_starting_within,
    list_to_decide,
    list_with_places_to_offer,
)
from shared_services.booking.reminders import HORIZON, due_reminder
from tests.support.bookings import book, cancel, do
from tests.support.makers import MONDAY, kinds_posted, make_person, make_session

DECIDES = MONDAY + timedelta(days=7)
LATER = DECIDES + timedelta(minutes=1)


def needing(minimum=2, **given):
    return make_session(minimum=minimum, decides_at=DECIDES, **given)


def settle(session, *, now=DECIDES):
    return do(settle_minimum, session, now=now)


def test_before_its_date_nothing_is_decided(db):
    session = needing()

    assert settle(session, now=DECIDES - timedelta(seconds=1)) is None
    assert session.verdict is None
    assert list_to_decide(db, "training", now=DECIDES - timedelta(seconds=1)) == []
    assert list_to_decide(db, "training", now=DECIDES) == [session.id]


def test_enough_people_and_the_date_stands_told_once_to_everybody(db):
    session = needing(capacity=2)
    book(session), book(session)
    waits = book(session)

    assert settle(session) == Verdict.GO
    assert settle(session, now=LATER) is None

    assert waits.status == BookingStatus.WAITLISTED
    assert kinds_posted(db).count("booking_maintained") == 3


def test_only_confirmed_people_count(db):
    session = needing(minimum=2, needs_approval=True)
    book(session), book(session)

    assert count_confirmed(db, session.id) == 0
    assert settle(session) == Verdict.ASKED


def test_too_few_and_nobody_books_nor_is_promoted_until_the_hub_has_answered(db):
    session = needing(minimum=2, capacity=1)
    holder, waits = book(session), book(session)
    assert settle(session) == Verdict.ASKED

    cancel(holder, now=LATER)
    with pytest.raises(BookingClosed):
        book(session, now=LATER)

    assert waits.status == BookingStatus.WAITLISTED
    assert list_with_places_to_offer(db, now=LATER) == []
    do(let_stand, session, by=make_person(), now=LATER)
    assert waits.status == BookingStatus.OFFERED
    assert session.verdict == Verdict.GO


def test_fewer_people_after_the_date_stands_change_nothing(db):
    session = needing(minimum=1)
    only = book(session)
    settle(session)

    cancel(only, now=LATER)

    assert settle(session, now=LATER) is None
    assert (session.verdict, session.status) == (Verdict.GO, BookableStatus.SCHEDULED)
    assert book(session, now=LATER).status == BookingStatus.CONFIRMED


def test_the_hub_may_say_so_before_and_only_once(db):
    session = needing()
    do(let_stand, session, by=make_person())

    assert settle(session) is None
    with pytest.raises(NothingToDecide):
        do(let_stand, session, by=make_person(), now=LATER)


def test_a_date_without_minimum_has_nothing_to_decide(db):
    with pytest.raises(NothingToDecide):
        do(let_stand, make_session(), by=make_person())


def test_nobody_is_reminded_of_a_date_that_may_still_be_given_up(db):
    session = needing(minimum=1, closes_at=None)
    book(session)
    eve = session.starts_at - timedelta(hours=20)

    def reminders():
        return [due_reminder(booking, now=eve) for booking in list_starting_within(db, HORIZON, now=eve)]

    assert reminders() == [None]
    settle(session)
    assert reminders() == [1]


def test_once_it_has_begun_nothing_is_decided_however_late_the_scheduler_is(db):
    session = needing(cancels_itself=True)

    assert list_to_decide(db, "training", now=session.starts_at) == []
    assert settle(session, now=session.starts_at) is None
    assert session.status == BookableStatus.SCHEDULED


def test_nor_held_any_more(db):
    session = needing()
    settle(session)

    with pytest.raises(NothingToDecide):
        do(let_stand, session, by=make_person(), now=session.starts_at)

"""Many people, one seat, real threads and real commits, with and without the guard."""

import pytest
from sqlalchemy import func, select

from shared_services.accounts.queries import get_person
from shared_services.booking import ledger, operations, queries
from shared_services.booking.models import (
    Booking,
    BookingStatus,
    CancelledBy,
    CapacitySlot,
)
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from tests.support.makers import MONDAY, make_person, make_session
from tests.support.real import all_at_once

from .conftest import unlocked

pytestmark = pytest.mark.race

THREADS = 20
ROUNDS = 10


@pytest.fixture(scope="module")
def people(app):
    with app.app_context(), clock.stopped(MONDAY):
        return [make_person().id for _ in range(THREADS)]


def booked_by(person_id, session_id, **given):
    def task():
        with transaction() as db:
            person = get_person(db, person_id)
            return operations.reserve(db, session_id, person=person, by=person, now=MONDAY, **given).status

    return task


def new_session_id(app, **given):
    with app.app_context():
        return make_session(**given).id


def race_for(app, people, session_id):
    return all_at_once(app, [booked_by(person_id, session_id) for person_id in people])


def holders(app, session_id):
    with app.app_context():
        return read_session().scalar(
            select(func.count()).where(
                Booking.bookable_id == session_id,
                Booking.status == BookingStatus.CONFIRMED,
            )
        )


def test_exactly_one_wins_the_last_seat_and_the_others_wait(app, people):
    sessions = set()
    for _ in range(ROUNDS):
        session_id = new_session_id(app, capacity=1)

        results = race_for(app, people, session_id)

        assert sorted(results) == [BookingStatus.CONFIRMED] + [BookingStatus.WAITLISTED] * (THREADS - 1)
        sessions.add(session_id)
    assert differences(app, sessions) == []


def test_one_person_in_many_tabs_gets_one_booking(app, people):
    for _ in range(10):
        session_id = new_session_id(app, capacity=5)

        results = race_for(app, people[:1] * 10, session_id)

        assert [r for r in results if r == BookingStatus.CONFIRMED] == [BookingStatus.CONFIRMED]
        assert {type(r).__name__ for r in results} == {"BookingStatus", "AlreadyBooked"}
        assert holders(app, session_id) == 1


def test_newcomers_never_overtake_who_waits_while_seats_are_given_back(app, people):
    sessions = set()
    for _ in range(10):
        session_id = new_session_id(app, capacity=2)
        race_for(app, people[:6], session_id)
        with app.app_context():
            inside = list(
                read_session().scalars(
                    select(Booking.id).where(
                        Booking.bookable_id == session_id,
                        Booking.status == BookingStatus.CONFIRMED,
                    )
                )
            )
        leave = [cancelled(booking_id) for booking_id in inside]
        newcomers = [booked_by(person_id, session_id) for person_id in people[6:16]]

        results = all_at_once(app, leave + newcomers)

        assert set(results[:2]) == {BookingStatus.CANCELLED}
        assert set(results[2:]) == {BookingStatus.WAITLISTED}
        sessions.add(session_id)
    assert differences(app, sessions) == []


def cancelled(booking_id):
    def task():
        with transaction() as db:
            return operations.cancel(
                db,
                booking_id,
                by=None,
                cancelled_by=CancelledBy.PARTICIPANT,
                now=MONDAY,
            ).status

    return task


def test_without_the_guard_the_same_race_oversells(app, people, no_guard):
    for _ in range(50):  # the first that breaks is enough
        session_id = new_session_id(app, capacity=1)
        race_for(app, people, session_id)
        if holders(app, session_id) > 1:
            return
    pytest.fail("the race did not happen: this suite proves nothing")


def test_the_check_refuses_even_where_the_lock_was_forgotten(app, people, monkeypatch):
    for room in (queries, queries.locking):
        monkeypatch.setattr(room, "lock_bookables", unlocked)
    for _ in range(10):
        session_id = new_session_id(app, capacity=1)
        race_for(app, people, session_id)

        assert holders(app, session_id) == 1
        with app.app_context():
            slot = read_session().scalars(select(CapacitySlot).where(CapacitySlot.bookable_id == session_id))
            assert slot.one().taken == 1


def differences(app, sessions):
    """Where the ledger of these sessions is wrong: counted once, after the last round."""
    with app.app_context():
        return [found for found in ledger.recount(read_session()) if found.bookable_id in sessions]

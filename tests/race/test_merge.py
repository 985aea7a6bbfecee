"""A date merged into another while people book the one and leave the other."""

import pytest
from sqlalchemy import select

from shared_services.accounts.queries import get_person
from shared_services.booking import ledger, operations
from shared_services.booking.errors import IllegalMove, MergeDoesNotFit
from shared_services.booking.models import HOLDING, LIVE, Booking, BookingStatus, CancelledBy
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from tests.support.makers import MONDAY, make_offer, make_person, make_session
from tests.support.real import all_at_once

pytestmark = pytest.mark.race

ROUNDS = 25
SEATS = 6


@pytest.fixture(scope="module")
def people(app):
    with app.app_context(), clock.stopped(MONDAY):
        return [make_person().id for _ in range(13)]


def two_dates(app, people):
    """Three people in the first, two in the second; their ids, and those of the bookings in the first."""
    with app.app_context():
        offer = make_offer(dates_each=0)
        origin, target = make_session(offer), make_session(offer, capacity=SEATS)
        ids = origin.id, target.id
    coming = []
    with app.app_context():
        for number, (session_id, person_id) in enumerate(
            [(ids[0], p) for p in people[:3]] + [(ids[1], p) for p in people[3:5]]
        ):
            with transaction() as db:
                person = get_person(db, person_id)
                booking = operations.reserve(db, session_id, person=person, by=person, now=MONDAY)
                db.flush()
                if number < 3:
                    coming.append(booking.id)
    return (*ids, coming)


def merging(app, origin_id, target_id, by_id):
    def task():
        with transaction() as db:
            by = get_person(db, by_id)
            operations.merge_bookables(db, origin_id, target_id, by=by, reason="Trop peu", now=MONDAY)
            return "merged"

    return task


def booking_there(target_id, person_id):
    def task():
        with transaction() as db:
            person = get_person(db, person_id)
            return operations.reserve(db, target_id, person=person, by=person, now=MONDAY).status

    return task


def leaving(booking_id):
    def task():
        with transaction() as db:
            side = CancelledBy.PARTICIPANT
            operations.cancel(db, booking_id, by=None, cancelled_by=side, now=MONDAY)
            return "left"

    return task


def race(app, people):
    origin_id, target_id, coming = two_dates(app, people)
    tasks = [merging(app, origin_id, target_id, people[12])]
    tasks += [booking_there(target_id, person_id) for person_id in people[5:11]]
    tasks.append(leaving(coming[0]))
    return origin_id, target_id, coming, all_at_once(app, tasks)


def test_nothing_is_oversold_and_nobody_is_lost(app, people):
    for _ in range(ROUNDS):
        origin_id, target_id, coming, results = race(app, people)

        strange = [r for r in results if isinstance(r, Exception)]
        assert all(isinstance(r, (MergeDoesNotFit, IllegalMove)) for r in strange), results
        with app.app_context():
            db = read_session()
            rows = db.scalars(select(Booking).where(Booking.bookable_id.in_([origin_id, target_id]))).all()
            there = [b for b in rows if b.bookable_id == target_id and b.status in HOLDING]
            assert len(there) <= SEATS
            live = {b.id: b for b in rows if b.status in LIVE}
            assert set(coming[1:]) <= set(live)
            if results[0] == "merged":
                assert {live[id_].bookable_id for id_ in coming[1:]} == {target_id}
            assert [d for d in ledger.recount(db) if d.bookable_id in (origin_id, target_id)] == []


def test_without_the_guard_the_same_race_oversells(app, people, no_guard, monkeypatch):
    monkeypatch.setattr(ledger, "give_back", lambda *_given: None)
    for _ in range(3 * ROUNDS):
        _origin_id, target_id, _coming, _results = race(app, people)
        with app.app_context():
            there = select(Booking.id).where(
                Booking.bookable_id == target_id, Booking.status == BookingStatus.CONFIRMED
            )
            if len(read_session().scalars(there).all()) > SEATS:
                return
    pytest.fail("the race did not happen: this suite proves nothing")

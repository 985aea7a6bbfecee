"""Trainers who tick the same sheet at once, real threads and real commits."""

import pytest

from shared_services.accounts.queries import get_person
from shared_services.attendance import chain
from shared_services.attendance.models import What
from shared_services.attendance.operations import Sending, Tick, tick_half_day
from shared_services.attendance.queries import list_entries
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.kinds.trainings.queries import get_session
from tests.support.bookings import book
from tests.support.makers import MONDAY, make_person, make_session
from tests.support.real import all_at_once

pytestmark = pytest.mark.race

PEOPLE = 12
ROUNDS = 6


def ticking(session_id, half_day_id, booking_ids, by_id, starts_at):
    """One trainer's page, opened before anybody ticked."""

    def task():
        ticks = tuple(Tick(booking_id, What.PRESENT) for booking_id in booking_ids)
        with transaction() as db:
            by = get_person(db, by_id)
            sending = Sending(ticks, seen=0, key=f"page of {by_id}")
            return tick_half_day(db, session_id, half_day_id, sending, by=by, now=starts_at).written

    return task


def one_round(app):
    """Four trainers, each a quarter of the people; what each was told, and what is in the chain."""
    with app.app_context(), clock.stopped(MONDAY):
        session = make_session()
        bookings = [book(session).id for _ in range(PEOPLE)]
        half_day = get_session(read_session(), session.id).half_days[0]
        given = session.id, half_day.id, half_day.starts_at
        trainers = [make_person().id for _ in range(4)]
    results = all_at_once(
        app,
        [
            ticking(given[0], given[1], bookings[number::4], trainer, given[2])
            for number, trainer in enumerate(trainers)
        ],
    )
    with app.app_context():
        entries = list_entries(read_session(), given[0])
        ticked = {one.booking_id for one in entries}
    return results, len(entries), ticked == set(bookings)


def test_whoever_comes_first_every_tick_is_there_and_the_chain_is_whole(app):
    for _ in range(ROUNDS):
        results, entries, is_complete = one_round(app)

        assert results == [3, 3, 3, 3]
        assert (entries, is_complete) == (PEOPLE, True)
    with app.app_context():
        assert list(chain.find_broken(read_session())) == []


def test_without_the_lock_ticks_are_lost(app, no_guard):
    for _ in range(5 * ROUNDS):
        results, _entries, is_complete = one_round(app)
        if not is_complete and any(isinstance(result, Exception) for result in results):
            return
    pytest.fail("the race did not happen: this suite proves nothing")

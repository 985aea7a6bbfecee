"""Two accounts made one while both of them book, real threads and real commits."""

import pytest
from sqlalchemy import select

from shared_services.accounts.errors import AccountMerged
from shared_services.accounts.models import Person
from shared_services.accounts.queries import get_person
from shared_services.booking import ledger, operations
from shared_services.booking.models import LIVE, Booking
from shared_services.booking.sharing import quotas
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.merging.operations import merge_people
from tests.support.makers import MONDAY, make_person, make_session
from tests.support.real import all_at_once

pytestmark = pytest.mark.race

ROUNDS = 25


def booking(person_id, session_id):
    def task():
        with transaction() as db:
            person = get_person(db, person_id)
            return operations.reserve(db, session_id, person=person, by=person, now=MONDAY).status

    return task


def merging(kept_id, twin_id):
    def task():
        with transaction() as db:
            merge_people(db, kept_id, twin_id, by=get_person(db, kept_id), now=MONDAY)
            return "merged"

    return task


def one_round(app):
    with app.app_context(), clock.stopped(MONDAY):
        kept, twin = make_person().id, make_person().id
        sessions = [make_session(capacity=2).id for _ in range(2)]
    bookings = [booking(person_id, session_id) for person_id in (kept, twin) for session_id in sessions]
    results = all_at_once(app, [*bookings, merging(kept, twin)])
    return kept, twin, sessions, results


def live_of(app, person_id):
    with app.app_context():
        live = select(Booking.bookable_id).where(Booking.person_id == person_id, Booking.status.in_(LIVE))
        return sorted(read_session().scalars(live))


def is_merged(app, twin):
    with app.app_context():
        return read_session().get_one(Person, twin).merged_into_id is not None


def test_whatever_comes_first_nothing_stays_behind_and_nothing_is_booked_twice(app):
    for _ in range(ROUNDS):
        kept, twin, sessions, results = one_round(app)

        broken = [r for r in results if isinstance(r, BaseException) and not isinstance(r, DomainError)]
        assert broken == []
        if is_merged(app, twin):
            assert live_of(app, twin) == []
            assert len(live_of(app, kept)) == len(set(live_of(app, kept)))
        with app.app_context():
            assert [d for d in ledger.recount(read_session()) if d.bookable_id in sessions] == []


def test_two_admins_at_once_make_them_one_once(app):
    for _ in range(10):
        with app.app_context(), clock.stopped(MONDAY):
            kept, twin = make_person().id, make_person().id

        results = all_at_once(app, [merging(kept, twin), merging(kept, twin), merging(twin, kept)])

        assert results.count("merged") == 1
        assert all(isinstance(result, DomainError) for result in results if result != "merged")


def test_without_its_lock_something_is_booked_for_an_account_that_is_gone(app, monkeypatch):
    monkeypatch.setattr(quotas, "lock_takers", lambda *_given: None)
    for _ in range(8 * ROUNDS):
        _kept, twin, _sessions, results = one_round(app)
        if live_of(app, twin) and is_merged(app, twin):
            return
        assert not any(isinstance(result, AccountMerged) for result in results)
    pytest.fail("the race did not happen: this suite proves nothing")

"""Groups and single people after the same places, real threads and real commits."""

import pytest
from sqlalchemy import select

from shared_services.accounts.queries import get_person
from shared_services.booking import ledger, operations
from shared_services.booking.errors import AnotherDateHeld
from shared_services.booking.models import HOLDING, Booking, BookingStatus
from shared_services.booking.sharing import quotas
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from tests.support.makers import MONDAY, make_offer, make_organisation, make_person, make_session
from tests.support.real import all_at_once

pytestmark = pytest.mark.race

ROUNDS = 20
PLACES = 5


@pytest.fixture(scope="module")
def people(app):
    with app.app_context(), clock.stopped(MONDAY):
        return [make_person().id for _ in range(3 * PLACES)]


@pytest.fixture(scope="module")
def organisation_id(app):
    with app.app_context(), clock.stopped(MONDAY):
        return make_organisation().id


def new_session_id(app, **given):
    with app.app_context():
        return make_session(capacity=PLACES, **given).id


def alone(person_id, session_id):
    def task():
        with transaction() as db:
            person = get_person(db, person_id)
            return operations.reserve(db, session_id, person=person, by=person, now=MONDAY).status

    return task


def together(person_ids, session_id, organisation_id):
    def task():
        with transaction() as db:
            people = [get_person(db, person_id) for person_id in person_ids]
            outcome = operations.reserve_group(
                db,
                session_id,
                people=people,
                by=people[0],
                organisation_id=organisation_id,
                stays_together=True,
                now=MONDAY,
            )
            return {booking.status for booking in outcome.bookings}

    return task


def race(app, session_id, people, organisation_id, *, groups=1):
    parties = [people[PLACES * number : PLACES * (number + 1)] for number in range(groups)]
    singles = people[PLACES * groups : PLACES * groups + PLACES]
    tasks = [together(party, session_id, organisation_id) for party in parties]
    return all_at_once(app, tasks + [alone(person_id, session_id) for person_id in singles])


def in_place(app, session_id, person_ids):
    with app.app_context():
        holding = select(Booking.person_id).where(
            Booking.bookable_id == session_id, Booking.status.in_(HOLDING)
        )
        return set(read_session().scalars(holding)) & set(person_ids)


def test_a_group_of_five_and_five_singles_for_five_places_never_break_the_group(app, people, organisation_id):
    sessions = set()
    for _ in range(ROUNDS):
        session_id = new_session_id(app)

        results = race(app, session_id, people, organisation_id)

        of_group = in_place(app, session_id, people[:PLACES])
        of_singles = in_place(app, session_id, people[PLACES : 2 * PLACES])
        assert len(of_group) in (0, PLACES), results
        assert len(of_singles) == PLACES - len(of_group)
        sessions.add(session_id)
    with app.app_context():
        assert [d for d in ledger.recount(read_session()) if d.bookable_id in sessions] == []


def test_of_two_groups_one_comes_whole_and_the_other_waits_whole(app, people, organisation_id):
    for _ in range(10):
        session_id = new_session_id(app)

        results = race(app, session_id, people, organisation_id, groups=2)

        whole = [len(in_place(app, session_id, people[n : n + PLACES])) for n in (0, PLACES)]
        assert set(whole) <= {0, PLACES}, results
        assert sum(whole) <= PLACES


def test_without_the_guard_the_same_race_breaks_its_promise(app, people, organisation_id, no_guard):
    for _ in range(200):  # the first that breaks is enough
        session_id = new_session_id(app)
        race(app, session_id, people, organisation_id)
        if len(in_place(app, session_id, people[: 2 * PLACES])) > PLACES:
            return
    pytest.fail("the race did not happen: this suite proves nothing")


def two_dates_at_once(app, person_id):
    with app.app_context():
        offer = make_offer()
        dates = [make_session(offer).id for _ in range(2)]
    return all_at_once(app, [alone(person_id, session_id) for session_id in dates])


def test_two_dates_of_one_training_asked_at_once_give_one_place(app, people):
    for person_id in people[:10]:
        results = two_dates_at_once(app, person_id)

        assert [r for r in results if r == BookingStatus.CONFIRMED] == [BookingStatus.CONFIRMED]
        assert [type(r) for r in results if not isinstance(r, BookingStatus)] == [AnotherDateHeld]


def test_without_its_lock_somebody_gets_two_dates(app, people, no_guard, monkeypatch):
    monkeypatch.setattr(quotas, "lock_takers", lambda *_given: None)
    for person_id in people * 5:
        if two_dates_at_once(app, person_id) == [BookingStatus.CONFIRMED] * 2:
            return
    pytest.fail("the race did not happen: this suite proves nothing")

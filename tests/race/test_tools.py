"""Many people, three units, days that overlap: real threads and real commits, with and without the guard."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.queries import get_person
from shared_services.booking import ledger
from shared_services.booking.models import HOLDING, Booking, BookingStatus
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.kinds.tools.loans import queries as loan_queries
from shared_services.kinds.tools.models import UnitState
from shared_services.kinds.tools.operations import book_tool, hand_over, service, set_lending_rules, set_state
from shared_services.kinds.tools.queries import list_units_of
from tests.support.makers import MONDAY, local, make_hub, make_person
from tests.support.real import all_at_once
from tests.support.tools import borrow, make_tool, make_tool_offer

from .conftest import unlocked

pytestmark = pytest.mark.race

THREADS = 20
UNITS = 3
FIRST = date(2027, 2, 1)


@pytest.fixture(scope="module")
def people(app):
    with app.app_context(), clock.stopped(MONDAY):
        return [make_person().id for _ in range(THREADS)]


@pytest.fixture(autouse=True)
def on_monday():
    with clock.stopped(MONDAY):
        yield


def new_tool_id(app, **given):
    with app.app_context():
        return make_tool(units=UNITS, weekdays="0123456", **given).id


def borrowed_by(person_id, tool_id, first, last, units=1):
    def task():
        with transaction() as db:
            person = get_person(db, person_id)
            asked = {"first": first, "last": last, "units": units}
            return book_tool(db, tool_id, person=person, by=person, now=MONDAY, **asked).status

    return task


def staggered(people, tool_id):
    """Each for one to four days, beginning on one of five; one or two units."""
    return [
        borrowed_by(
            person_id,
            tool_id,
            FIRST + timedelta(days=number % 5),
            FIRST + timedelta(days=number % 5 + number % 4),
            units=1 + number % 2,
        )
        for number, person_id in enumerate(people)
    ]


def differences(tool_id):
    return [found for found in ledger.recount(read_session()) if found.bookable_id == tool_id]


def fullest_day(app, tool_id):
    with app.app_context():
        held: Counter[int] = Counter()
        of_it = select(Booking).where(Booking.bookable_id == tool_id, Booking.status.in_(HOLDING))
        for booking in read_session().scalars(of_it):
            for slot in booking.slots:
                held[slot] += booking.units
        return max(held.values())


def test_on_no_day_more_than_the_units(app, people):
    for _ in range(10):
        tool_id = new_tool_id(app)

        results = all_at_once(app, staggered(people, tool_id))

        assert set(results) == {BookingStatus.CONFIRMED, BookingStatus.WAITLISTED}
        assert fullest_day(app, tool_id) <= UNITS  # who waits for two keeps one back
        with app.app_context():
            assert differences(tool_id) == []


def test_a_unit_that_breaks_meanwhile_is_lent_to_nobody(app, people):
    for _ in range(10):
        tool_id = new_tool_id(app)
        with app.app_context():
            unit_id, by = list_units_of(read_session(), [tool_id])[0].id, people[0]

        def broken(unit_id=unit_id, by=by):
            with transaction() as db:
                person = get_person(db, by)
                return set_state(db, unit_id, UnitState.LOST, reason="", by=person, now=MONDAY).state

        results = all_at_once(app, [broken, *staggered(people[1:], tool_id)])

        was_first = results[0] == UnitState.LOST
        assert was_first or type(results[0]).__name__ == "LoansInTheWay"
        assert fullest_day(app, tool_id) <= UNITS - was_first
        with app.app_context():
            assert differences(tool_id) == []


def test_one_unit_scanned_at_two_desks_leaves_once(app, people):
    tuesday = local(FETCHED_ON, 10)
    for _ in range(10):
        tool_id = new_tool_id(app)
        with app.app_context():
            tool = service.queries.get_tool(read_session(), tool_id)
            loans = [borrow(tool, first=FETCHED_ON, last=FETCHED_ON).id for _ in range(2)]
            label = list_units_of(read_session(), [tool_id])[0].label

        def given(booking_id, label=label):
            def task():
                with transaction() as db:
                    by = get_person(db, people[0])
                    return len(hand_over(db, booking_id, [label], by=by, now=tuesday))

            return task

        results = all_at_once(app, [given(loans[0]), given(loans[1])])

        assert sorted(type(result).__name__ for result in results) == ["UnitNotThere", "int"]


FETCHED_ON = date(2027, 2, 2)
MOST_VISITS = 4


def tools_of_a_hub_with_few_visits(app):
    """Two tools, one hub: each is locked by itself, the visits are counted over both."""
    with app.app_context():
        hub = make_hub()
        with transaction() as db:
            by = make_person()
            set_lending_rules(db, hub.id, visits_a_day=MOST_VISITS, late_days=None, by=by, now=MONDAY)
        return [make_tool(units=THREADS, offer=make_tool_offer(hub), weekdays="0123456").id for _ in range(2)]


def fetched_that_day(app, people):
    """How many of them were let in, on one day, by turns of two tools."""
    tool_ids = tools_of_a_hub_with_few_visits(app)
    last = FETCHED_ON + timedelta(days=1)
    tasks = [
        borrowed_by(one, tool_ids[number % 2], FETCHED_ON, last + timedelta(days=number))
        for number, one in enumerate(people)
    ]
    return all_at_once(app, tasks)


def test_no_more_visits_on_a_day_than_the_hub_takes(app, people):
    for _ in range(5):
        results = fetched_that_day(app, people[:12])

        assert results.count(BookingStatus.CONFIRMED) == MOST_VISITS
        assert Counter(type(result).__name__ for result in results)["NoVisitAtPickUp"] == 12 - MOST_VISITS


def test_without_the_lock_the_same_race_takes_more_visits(app, people, no_guard, monkeypatch):
    monkeypatch.setattr(service, "lock_bookables", unlocked)
    monkeypatch.setattr(loan_queries, "lock_rules", loan_queries.find_rules)
    for _ in range(30):
        if fetched_that_day(app, people[:12]).count(BookingStatus.CONFIRMED) > MOST_VISITS:
            return
    pytest.fail("the race did not happen: this suite proves nothing")


def test_without_the_guard_the_same_race_lends_more_than_there_are(app, people, no_guard, monkeypatch):
    monkeypatch.setattr(service, "lock_bookables", unlocked)
    for _ in range(30):
        tool_id = new_tool_id(app)
        all_at_once(app, [borrowed_by(one, tool_id, FIRST, FIRST) for one in people])
        if fullest_day(app, tool_id) > UNITS:
            return
    pytest.fail("the race did not happen: this suite proves nothing")

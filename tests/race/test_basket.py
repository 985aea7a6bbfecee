"""Many people, one kit; a basket whose time is over while it is booked. Real threads, real commits."""

from datetime import timedelta
from importlib import import_module

import pytest
from sqlalchemy import func, select

from shared_services.accounts.queries import get_person
from shared_services.basket import operations
from shared_services.basket.errors import BasketEmpty, BasketRefused
from shared_services.basket.models import BasketLine
from shared_services.basket.operations import add
from shared_services.basket.operations.rehearse import Promise
from shared_services.booking import ledger
from shared_services.booking.basketing import Asked
from shared_services.booking.errors import Full
from shared_services.booking.models import Booking, BookingStatus, CapacitySlot, Hold
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from tests.support.baskets import put
from tests.support.makers import MONDAY, make_person, make_session
from tests.support.real import all_at_once
from tests.support.tools import borrow, make_tool

from .conftest import unlocked

pytestmark = pytest.mark.race

THREADS = 20
DAYS = {"first": "2027-02-02", "last": "2027-02-04"}
ALMOST, OVER = MONDAY + timedelta(minutes=29), MONDAY + timedelta(minutes=30)


@pytest.fixture(scope="module")
def people(app):
    with app.app_context(), clock.stopped(MONDAY):
        return [make_person().id for _ in range(THREADS)]


def putting(person_id, bookable_id, given):
    def task():
        with transaction() as db:
            asked = Asked(bookable_id=bookable_id, given=given)
            operations.put_in_basket(db, asked, person=get_person(db, person_id), now=MONDAY)
            return "kept"

    return task


def checking_out(person_id, *, now=ALMOST):
    def task():
        with transaction() as db:
            done = operations.check_out(db, person=get_person(db, person_id), all_or_nothing=True, now=now)
            return len(done.bookings)

    return task


def expiring(line_id):
    def task():
        with transaction() as db:
            return operations.expire_line(db, line_id, now=OVER)

    return task


def made(app, maker):
    with app.app_context(), clock.stopped(MONDAY):
        return maker()


def differences(app, *bookable_ids):
    with app.app_context():
        return [found for found in ledger.recount(read_session()) if found.bookable_id in bookable_ids]


def names(results):
    return sorted(one if isinstance(one, str) else type(one).__name__ for one in results)


def test_twenty_people_take_the_last_kit_at_once_and_one_holds_it(app, people):
    for _ in range(5):
        tool_id = made(app, lambda: make_tool(units=1).id)

        results = all_at_once(app, [putting(person_id, tool_id, DAYS) for person_id in people])

        assert names(results) == ["Full"] * (THREADS - 1) + ["kept"]
        assert differences(app, tool_id) == []


def test_one_person_in_many_tabs_puts_it_once(app, people):
    tool_id = made(app, lambda: make_tool(units=5).id)

    results = all_at_once(app, [putting(people[0], tool_id, DAYS) for _ in range(8)])

    assert names(results) == ["AlreadyInBasket"] * 7 + ["kept"]
    assert differences(app, tool_id) == []


@pytest.fixture
def counted_in_python(monkeypatch, no_guard):
    """Neither lock, nor ledger, nor rehearsal: count what is held, then write."""

    def take(db, bookable, slots, units):
        held = db.scalar(select(func.count()).where(Hold.bookable_id == bookable.id))
        if held + units > bookable.capacity:
            raise Full

    def promise(_db, bookable, *_args, **_given):
        return Promise(bookable.period, 1, None)

    monkeypatch.setattr(ledger, "take", take)
    monkeypatch.setattr(add, "lock_bookables", unlocked)
    monkeypatch.setattr(add, "rehearse", promise)


def test_without_the_guard_the_same_race_holds_it_several_times(app, people, counted_in_python):
    for _ in range(50):
        session_id = made(app, lambda: make_session(capacity=1).id)
        all_at_once(app, [putting(person_id, session_id, {}) for person_id in people])
        with app.app_context():
            held = select(func.count()).where(Hold.bookable_id == session_id)
            if (read_session().scalar(held) or 0) > 1:
                return
    pytest.fail("the race did not happen: this suite proves nothing")


def test_a_basket_whose_time_is_over_while_it_is_booked_is_all_or_nothing(app):
    outcomes = set()
    for waits in (False, True) * 6:
        person_id, tools, lines = made(app, lambda waits=waits: two_kits(waits))

        results = all_at_once(app, [*map(expiring, lines), checking_out(person_id)])

        with app.app_context():
            booked = select(func.count()).where(
                Booking.person_id == person_id, Booking.status == BookingStatus.CONFIRMED
            )
            number = read_session().scalar(booked)
        assert number == (results[2] if isinstance(results[2], int) else 0)
        assert number in (0, 2)
        assert isinstance(results[2], int | BasketRefused)
        assert differences(app, *tools) == []
        outcomes.add(number)
    assert 2 in outcomes  # somebody got what she kept


def two_kits(waits):
    person = make_person()
    tools = [make_tool(units=1) for _ in range(2)]
    lines = [put(tool, person).id for tool in tools]
    if waits:
        borrow(tools[1])
    return person.id, [tool.id for tool in tools], lines


def test_checked_out_in_many_tabs_it_is_booked_once(app):
    person_id, tools, _lines = made(app, lambda: two_kits(False))

    results = all_at_once(app, [checking_out(person_id) for _ in range(8)])

    assert [one for one in results if one == 2] == [2]
    assert {type(one) for one in results} == {int, BasketEmpty}
    assert differences(app, *tools) == []


def test_who_dies_in_the_middle_leaves_nothing_half_done(app, monkeypatch):
    person_id, tools, lines = made(app, lambda: two_kits(False))

    def die(*_args, **_given):
        raise KeyboardInterrupt

    monkeypatch.setattr(import_module("shared_services.basket.operations.check_out"), "drop", die)
    with app.app_context(), pytest.raises(KeyboardInterrupt):
        checking_out(person_id)()

    with app.app_context():
        db = read_session()
        assert db.scalar(select(func.count()).where(Booking.person_id == person_id)) == 0
        held = select(func.count()).where(Hold.basket_line_id.in_(lines))
        assert db.scalar(held) == 2
        kept = select(func.count()).where(BasketLine.person_id == person_id)
        assert db.scalar(kept) == 2
        taken = select(func.max(CapacitySlot.taken)).where(CapacitySlot.bookable_id.in_(tools))
        assert db.scalar(taken) == 1
    assert differences(app, *tools) == []

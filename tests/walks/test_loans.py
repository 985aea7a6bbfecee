"""Loans, returns, repairs and closures at random over a change of clocks: no day has more than serves."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from shared_services.booking import ledger
from shared_services.booking import operations as booking
from shared_services.booking.models import HOLDING, Booking, BookingStatus, CancelledBy
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.kinds.tools.days import slot_of
from shared_services.kinds.tools.loans.queries import list_loan_units, units_out
from shared_services.kinds.tools.models import Blackout, UnitOutage, UnitState
from shared_services.kinds.tools.operations import (
    Return,
    book_tool,
    close_days,
    extend_loan,
    hand_over,
    keep_overdue,
    open_days,
    plan_outage,
    remove_outage,
    set_state,
    take_back,
)
from shared_services.kinds.tools.queries import get_tool, list_units_of
from shared_services.kinds.tools.stock import stocks_of
from tests.support.makers import local, make_person
from tests.support.tools import make_tool

FIRST = date(2027, 3, 22)  # clocks change on the night of the 28th
DAYS = 14
days = st.integers(0, DAYS - 1)
which = st.integers(0, 30)


class Tools(RuleBasedStateMachine):
    """Three units, and all that may happen to them; refusals are answers like others."""

    @initialize()
    def begin(self):
        self.tool_id = make_tool(units=3, turnaround_days=1, notice_days=0, weekdays="012345").id
        self.by = make_person()
        self.day = FIRST
        self.bookings: list[int] = []

    @property
    def now(self):
        return local(self.day, 8)

    def passes(self, verb, *args, **given):
        try:
            with transaction() as db:
                return verb(db, *args, now=self.now, **given)
        except DomainError:
            read_session().expire_all()
            return None

    def pick(self, number):
        return self.bookings[number % len(self.bookings)] if self.bookings else None

    def unit(self, number):
        return list_units_of(read_session(), [self.tool_id])[number % 3].id

    @rule(first=days, length=st.integers(0, 3), units=st.integers(1, 3))
    def borrow(self, first, length, units):
        start = FIRST + timedelta(days=first)
        given = {"first": start, "last": start + timedelta(days=length), "units": units}
        made = self.passes(book_tool, self.tool_id, person=make_person(), by=self.by, **given)
        if made is not None:
            self.bookings.append(made.id)

    @rule(number=which)
    def cancel(self, number):
        if one := self.pick(number):
            self.passes(booking.cancel, one, by=self.by, cancelled_by=CancelledBy.HUB)

    @rule(number=which)
    def accept(self, number):
        if one := self.pick(number):
            self.passes(booking.accept, one, by=self.by)

    @rule(number=which)
    def give(self, number):
        if one := self.pick(number):
            db = read_session()
            units = list_units_of(db, [self.tool_id])
            away = units_out(db, [unit.id for unit in units])
            there = [u.label for u in units if u.state == UnitState.AVAILABLE and u.id not in away]
            wanted = db.get(Booking, one).units
            self.passes(hand_over, one, there[:wanted], by=self.by)

    @rule(number=which, broken=st.booleans())
    def back(self, number, broken):
        if one := self.pick(number):
            out = [unit.unit_id for unit in list_loan_units(read_session(), one) if unit.is_out]
            self.passes(take_back, one, dict.fromkeys(out, Return(is_broken=broken)), by=self.by)

    @rule(number=which, longer=st.integers(1, 4))
    def extend(self, number, longer):
        if one := self.pick(number):
            ends_on = read_session().get(Booking, one).ends_at.date()
            self.passes(extend_loan, one, ends_on + timedelta(days=longer), by=self.by)

    @rule(number=which, state=st.sampled_from(UnitState))
    def change_state(self, number, state):
        self.passes(set_state, self.unit(number), state, reason="", by=self.by)

    @rule(number=which, first=days, length=st.integers(0, 3))
    def send_away(self, number, first, length):
        start = FIRST + timedelta(days=first)
        given = {"first": start, "last": start + timedelta(days=length), "reason": "Révision"}
        self.passes(plan_outage, self.unit(number), by=self.by, **given)

    @rule()
    def call_back(self):
        if found := read_session().scalars(select(UnitOutage.id)).first():
            self.passes(remove_outage, found, by=self.by)

    @rule(first=days, length=st.integers(0, 2))
    def close(self, first, length):
        start = FIRST + timedelta(days=first)
        given = {"first": start, "last": start + timedelta(days=length), "reason": "Fermé"}
        hub_id = get_tool(read_session(), self.tool_id).hub_id
        self.passes(close_days, hub_id, tool_id=self.tool_id, by=self.by, **given)

    @rule()
    def reopen(self):
        if found := read_session().scalars(select(Blackout.id)).first():
            self.passes(open_days, found, by=self.by)

    @rule()
    def next_day(self):
        self.day += timedelta(days=1)
        for one in self.bookings:
            self.passes(keep_overdue, one)

    @invariant()
    def nothing_is_lent_that_does_not_serve(self):
        db = read_session()
        db.expire_all()
        held: Counter[int] = Counter()
        for one in db.scalars(select(Booking).where(Booking.bookable_id == self.tool_id)):
            if one.status in HOLDING:
                held.update(dict.fromkeys(one.slots, one.units))
        tool = get_tool(db, self.tool_id)
        to_come = range(slot_of(self.day), slot_of(FIRST) + DAYS + 30)
        serving = stocks_of(db, [tool], to_come)[tool.id].in_service(to_come)
        assert all(held[day] <= serving[day] for day in to_come)

    @invariant()
    def the_ledger_is_the_bookings(self):
        assert ledger.recount(read_session()) == []

    @invariant()
    def nobody_has_more_than_she_booked(self):
        db = read_session()
        for one in self.bookings:
            out = [unit for unit in list_loan_units(db, one) if unit.is_out]
            assert len(out) <= db.get(Booking, one).units
            assert not out or db.get(Booking, one).status == BookingStatus.CONFIRMED


@pytest.mark.race
def test_random_lives_never_lend_what_does_not_serve(db):
    limits = settings(max_examples=15, stateful_step_count=30)
    run_state_machine_as_test(Tools, settings=limits)

"""Three of the same thing over ten days, driven at random against a plain model."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from shared_services.booking import ledger, operations
from shared_services.booking.errors import CapacityBelowTaken, UnitsInUse
from shared_services.booking.models import HOLDING, LIVE, Booking, BookingStatus, CancelledBy
from shared_services.core.database import read_session, transaction
from tests.support.makers import MONDAY, make_person
from tests.support.toys import day_slot, loan, make_toy

S = BookingStatus
DAYS = 10
FIRST = date(2027, 2, 1)
UNITS = 3
days = st.integers(0, DAYS - 1)
anyone = st.integers(0, 30)


@dataclass
class Loan:
    """What the plain model remembers of a booking."""

    id: int
    days: range
    units: int
    status: BookingStatus


class Shelf:
    """The plain model: what is on the shelf each day, and who is served."""

    def __init__(self):
        self.capacity = UNITS
        self.lacking = dict.fromkeys(range(DAYS + 1), 0)
        self.loans: list[Loan] = []

    def left(self, day):
        return max(0, self.capacity - self.lacking[day]) - self.taken(day)

    def taken(self, day):
        return sum(one.units for one in self.loans if one.status in HOLDING and day in one.days)

    def fits(self, wanted, units):
        return all(self.left(day) >= units for day in wanted)

    def status_of_new(self, wanted, units):
        waits = any(one.status == S.WAITLISTED and set(one.days) & set(wanted) for one in self.loans)
        return S.CONFIRMED if self.fits(wanted, units) and not waits else S.WAITLISTED

    def serve(self):
        """In order of asking; who cannot be served yet keeps others from her days."""
        kept: set[int] = set()
        for one in self.loans:
            if one.status == S.WAITLISTED and not kept & set(one.days):
                if self.fits(one.days, one.units):
                    one.status = S.OFFERED
                else:
                    kept |= set(one.days)


class Loans(RuleBasedStateMachine):
    """Every day counts: ranges overlap, units lack on single days."""

    @initialize()
    def begin(self):
        self.toy_id = make_toy(capacity=UNITS).id
        self.by = make_person()
        self.shelf = Shelf()

    @rule(first=days, length=st.integers(1, 4), units=st.integers(1, 2))
    def book(self, first, length, units):
        last = min(first + length, DAYS) - 1
        wanted = range(first, last + 2)  # the day after too, when it is checked
        expected = self.shelf.status_of_new(wanted, units)
        period = loan(FIRST + timedelta(days=first), FIRST + timedelta(days=last))
        given = {"person": make_person(), "by": self.by, "units": units, "period": period}
        with transaction() as db:
            booking_id = operations.reserve(db, self.toy_id, now=MONDAY, **given).id
        self.shelf.loans.append(Loan(booking_id, wanted, units, expected))

    @rule(which=anyone)
    def cancel(self, which):
        if one := self.pick(which, LIVE):
            with transaction() as db:
                operations.cancel(db, one.id, by=self.by, cancelled_by=CancelledBy.HUB, now=MONDAY)
            one.status = S.CANCELLED
            self.shelf.serve()

    @rule(which=anyone)
    def accept(self, which):
        if one := self.pick(which, {S.OFFERED}):
            with transaction() as db:
                operations.accept(db, one.id, by=self.by, now=MONDAY)
            one.status = S.CONFIRMED

    @rule(wanted=st.sets(days, min_size=1, max_size=3), lacking=st.integers(0, UNITS))
    def put_out_of_service(self, wanted, lacking):
        fits = all(self.shelf.taken(day) <= max(0, self.shelf.capacity - lacking) for day in wanted)
        slots = [day_slot(FIRST) + day for day in wanted]
        done = self.passes(
            operations.put_out_of_service, slots, lacking, reason="En panne", refusal=UnitsInUse
        )
        assert done == fits
        if done:
            self.shelf.lacking |= dict.fromkeys(wanted, lacking)
            self.shelf.serve()

    @rule(capacity=st.integers(0, UNITS + 1))
    def change_capacity(self, capacity):
        before, self.shelf.capacity = self.shelf.capacity, capacity
        fits = all(self.shelf.left(day) >= 0 for day in self.shelf.lacking)
        done = self.passes(operations.change_capacity, capacity, refusal=CapacityBelowTaken)
        assert done == (fits or capacity == before)
        if not done:
            self.shelf.capacity = before
        elif capacity != before:
            self.shelf.serve()

    def passes(self, verb, *args, refusal, **given):
        try:
            with transaction() as db:
                verb(db, self.toy_id, *args, by=self.by, now=MONDAY, **given)
        except refusal:
            read_session().expire_all()
            return False
        return True

    def pick(self, which, statuses):
        found = [one for one in self.shelf.loans if one.status in statuses]
        return found[which % len(found)] if found else None

    @invariant()
    def everybody_is_where_the_model_says(self):
        db = read_session()
        db.expire_all()
        rows = {row.id: row.status for row in db.query(Booking).filter_by(bookable_id=self.toy_id)}
        assert rows == {one.id: one.status for one in self.shelf.loans}

    @invariant()
    def the_ledger_is_the_bookings(self):
        assert ledger.recount(read_session()) == []


@pytest.mark.race
def test_ranges_quantities_and_days_out_of_service_agree_with_the_model(db):
    limits = settings(max_examples=20, stateful_step_count=25)
    run_state_machine_as_test(Loans, settings=limits)

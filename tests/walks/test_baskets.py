"""Random adding, removing, waiting, expiring and booking over two kits and a session: the ledger is right."""

from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from shared_services.basket import operations, queries
from shared_services.basket.errors import BasketEmpty, BasketRefused
from shared_services.basket.models import KEPT_FOR, BasketLine
from shared_services.booking import ledger
from shared_services.booking.basketing import Asked
from shared_services.booking.models import LIVE, Booking, BookingStatus, CancelledBy, CapacitySlot, Hold
from shared_services.booking.operations import cancel
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.kinds.tools.operations import book_tool
from tests.support.makers import MONDAY, make_person, make_session
from tests.support.tools import make_tool

TUESDAY = date(2027, 2, 2)
days = st.integers(0, 2)
anyone = st.integers(0, 30)
MINUTE = timedelta(minutes=1)


class Baskets(RuleBasedStateMachine):
    """Three people, their baskets, and somebody who books without one."""

    @initialize()
    def begin(self):
        self.people = [make_person() for _ in range(3)]
        self.tools = [make_tool(units=1), make_tool(units=2, turnaround_days=1)]
        self.session = make_session(capacity=1)
        self.ids = [bookable.id for bookable in (*self.tools, self.session)]
        self.now = MONDAY

    @rule(who=days, which=days, first=days, length=days, units=st.integers(1, 2))
    def add(self, who, which, first, length, units):
        day = TUESDAY + timedelta(days=first)
        given = {"first": day.isoformat(), "last": (day + timedelta(days=length)).isoformat()}
        bookable = [*self.tools, self.session][which]
        asked = Asked(bookable_id=bookable.id, given=given if which < 2 else {}, units=units)
        self.tries(operations.put_in_basket, asked, person=self.people[who])

    @rule(which=anyone)
    def remove(self, which):
        if line := self.pick(which):
            self.tries(operations.remove_line, line.id)

    @rule(which=anyone)
    def keep_again(self, which):
        if line := self.pick(which):
            self.tries(operations.keep_again, line.id, person=self.of(line))

    @rule(which=anyone)
    def wait(self, which):
        if line := self.pick(which):
            self.tries(operations.join_list, line.id, person=self.of(line))

    @rule(who=days, all_or_nothing=st.booleans())
    def check_out(self, who, all_or_nothing):
        before = self.count(who)
        try:
            with transaction() as db:
                done = operations.check_out(
                    db, person=self.people[who], all_or_nothing=all_or_nothing, now=self.now
                )
                booked, left = len(done.bookings), len(done.refusals)
        except (BasketRefused, BasketEmpty):
            assert self.count(who) == before
        else:
            assert booked + left == before
            assert self.count(who) == left
            assert not (all_or_nothing and left)

    @rule(which=st.integers(0, 1), units=st.integers(1, 2))
    def somebody_books(self, which, units):
        person = make_person()
        given = {"first": TUESDAY, "last": TUESDAY + timedelta(days=1), "units": units}
        self.tries(book_tool, self.tools[which].id, person=person, by=person, **given)

    @rule(which=anyone)
    def somebody_cancels(self, which):
        live = self.bookings(LIVE)
        if live:
            booking = live[which % len(live)]
            self.tries(cancel, booking.id, by=self.people[0], cancelled_by=CancelledBy.HUB)

    @rule(minutes=st.integers(1, 40))
    def time_passes(self, minutes):
        self.now += minutes * MINUTE
        with transaction() as db:
            for line in self.lines():
                operations.expire_line(db, line.id, now=self.now)

    def tries(self, verb, *args, **given):
        """What is refused changes nothing: the invariants see it."""
        try:
            with transaction() as db:
                verb(db, *args, now=self.now, **given)
        except DomainError:
            read_session().expire_all()

    def pick(self, which):
        lines = self.lines()
        return lines[which % len(lines)] if lines else None

    def lines(self):
        mine = BasketLine.bookable_id.in_(self.ids)
        return list(read_session().query(BasketLine).filter(mine).order_by(BasketLine.id))

    def bookings(self, statuses):
        mine = (Booking.bookable_id.in_(self.ids), Booking.status.in_(statuses))
        return list(read_session().query(Booking).filter(*mine).order_by(Booking.asked_at, Booking.id))

    def of(self, line):
        return next(person for person in self.people if person.id == line.person_id)

    def count(self, who):
        return queries.count_lines(read_session(), self.people[who].id)

    @invariant()
    def the_ledger_is_the_bookings_and_the_baskets(self):
        assert ledger.recount(read_session()) == []

    @invariant()
    def nothing_is_kept_for_longer_than_half_an_hour(self):
        lines = {line.id: line for line in self.lines()}
        for hold in read_session().query(Hold).filter(Hold.basket_line_id.in_(lines)):
            assert self.now < lines[hold.basket_line_id].held_until <= self.now + KEPT_FOR

    @invariant()
    def nobody_waits_for_what_is_free(self):
        """The slots of whoever waits are full, or somebody before her keeps her from them."""
        waiting = self.bookings([BookingStatus.WAITLISTED])
        for tool in self.tools:
            queue = [booking for booking in waiting if booking.bookable_id == tool.id]
            slots = read_session().query(CapacitySlot).filter_by(bookable_id=tool.id)
            left = {slot.slot: slot.capacity - slot.taken for slot in slots}
            if queue:
                assert min(left.get(slot, tool.capacity) for slot in queue[0].slots) < queue[0].units


@pytest.mark.race
def test_the_ledger_is_right_whatever_people_do_with_their_baskets(db):
    limits = settings(max_examples=15, stateful_step_count=25)
    run_state_machine_as_test(Baskets, settings=limits)

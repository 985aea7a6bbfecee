"""Ledger and waiting list driven at random against a plain model."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from shared_services.booking import ledger, operations, queries
from shared_services.booking.errors import (
    AlreadyBooked,
    BookingClosed,
    CapacityBelowTaken,
    GroupRefused,
    GroupTooLarge,
    IllegalMove,
    PlaceNoLongerOffered,
    TooLateToCancel,
)
from shared_services.booking.jobs import expire_places
from shared_services.booking.models import (
    HOLDING,
    LIVE,
    Bookable,
    Booking,
    BookingGroup,
    BookingStatus,
    CancelledBy,
)
from shared_services.booking.waiting import list_turns
from shared_services.core.database import read_session, transaction
from tests.support.makers import MONDAY, make_person, make_session

REFUSALS = (
    AlreadyBooked,
    BookingClosed,
    CapacityBelowTaken,
    GroupRefused,
    GroupTooLarge,
    IllegalMove,
    PlaceNoLongerOffered,
    TooLateToCancel,
)
PEOPLE = 6
anybody = st.integers(0, PEOPLE - 1)


class Sessions(RuleBasedStateMachine):
    """Six people, one session of few seats; time only goes forward."""

    @initialize(capacity=st.integers(0, 3), needs_approval=st.booleans())
    def begin(self, capacity, needs_approval):
        self.people = [make_person() for _ in range(PEOPLE)]
        self.session_id = make_session(capacity=capacity, needs_approval=needs_approval).id
        self.now = MONDAY

    def act(self, verb, *args, **given):
        try:
            with transaction() as db:
                verb(db, *args, now=self.now, **given)
        except REFUSALS:
            read_session().expire_all()

    def booking_of(self, who):
        db = read_session()
        booking = queries.find_live_booking(db, self.session_id, self.people[who].id, range(1))
        return booking.id if booking else None

    @rule(who=anybody)
    def book(self, who):
        person = self.people[who]
        self.act(operations.reserve, self.session_id, person=person, by=person)

    @rule(who=st.sets(anybody, min_size=1, max_size=3), stays_together=st.booleans())
    def book_a_group(self, who, stays_together):
        people = [self.people[one] for one in sorted(who)]
        given = {"people": people, "by": people[0], "organisation_id": None}
        self.act(operations.reserve_group, self.session_id, stays_together=stays_together, **given)

    @rule(who=anybody, by_hub=st.booleans())
    def cancel(self, who, by_hub):
        if booking_id := self.booking_of(who):
            side = CancelledBy.HUB if by_hub else CancelledBy.PARTICIPANT
            self.act(operations.cancel, booking_id, by=self.people[who], cancelled_by=side)

    @rule(
        who=anybody,
        verb=st.sampled_from([operations.accept, operations.decline, operations.approve]),
    )
    def answer(self, who, verb):
        if booking_id := self.booking_of(who):
            self.act(verb, booking_id, by=self.people[who])

    @rule(who=anybody)
    def refuse(self, who):
        if booking_id := self.booking_of(who):
            self.act(operations.refuse, booking_id, by=self.people[0], reason="Non")

    @rule(who=anybody, instead=anybody)
    def swap(self, who, instead):
        if booking_id := self.booking_of(who):
            given = {"organisation_id": None, "by": self.people[0], "reason": "Malade"}
            self.act(operations.swap_person, booking_id, self.people[instead], **given)

    @rule(capacity=st.integers(0, 4))
    def change_capacity(self, capacity):
        self.act(operations.change_capacity, self.session_id, capacity, by=self.people[0])

    @rule(days=st.integers(-3, 20))
    def reschedule(self, days):
        def shift(bookable):
            span = timedelta(days=days)
            bookable.ends_at += max(span, timedelta())
            bookable.starts_at += max(span, timedelta())
            bookable.closes_at += max(span, timedelta())

        self.act(operations.reschedule, self.session_id, shift, by=self.people[0])

    @rule(hours=st.integers(1, 200))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        expire_places(self.now)

    @invariant()
    def the_ledger_is_the_bookings(self):
        db = read_session()
        db.expire_all()
        assert ledger.recount(db) == []

    @invariant()
    def nobody_is_in_beyond_the_capacity(self):
        assert self.held() <= self.bookable().capacity

    @invariant()
    def nobody_waits_before_free_seats_that_are_enough_while_bookings_are_open(self):
        if not self.bookable().is_over(self.now):
            for turn in list_turns(read_session(), self.bookable()):
                assert turn.units > self.bookable().capacity - self.held()

    @invariant()
    def a_group_that_stays_together_waits_or_is_offered_places_whole(self):
        groups = {}
        for booking in self.bookings():
            if booking.group_id and booking.status in (BookingStatus.WAITLISTED, BookingStatus.OFFERED):
                groups.setdefault(booking.group_id, set()).add(booking.status)
        for group in read_session().query(BookingGroup).filter_by(stays_together=True):
            assert len(groups.get(group.id, ())) <= 1

    @invariant()
    def everybody_has_one_live_booking_at_most(self):
        live = [b.person_id for b in self.bookings() if b.status in LIVE]
        assert len(live) == len(set(live))

    @invariant()
    def no_answer_is_awaited_past_its_deadline(self):
        for booking in self.bookings():
            if booking.status in (BookingStatus.OFFERED, BookingStatus.PENDING):
                assert booking.expires_at > self.now

    def bookable(self):
        return read_session().get_one(Bookable, self.session_id)

    def bookings(self):
        return read_session().query(Booking).filter_by(bookable_id=self.session_id).all()

    def held(self):
        return sum(b.units for b in self.bookings() if b.status in HOLDING)


@pytest.mark.race
def test_whatever_happens_nothing_is_oversold_and_nobody_is_forgotten(db):
    limits = settings(max_examples=20, stateful_step_count=25)
    run_state_machine_as_test(Sessions, settings=limits)

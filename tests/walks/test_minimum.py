"""A date that needs a minimum of people, driven at random against a plain model of what is decided."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from shared_services.booking import operations, queries
from shared_services.booking.errors import (
    AlreadyBooked,
    BookingClosed,
    IllegalMove,
    NothingToDecide,
    PlaceNoLongerOffered,
)
from shared_services.booking.jobs import expire_places
from shared_services.booking.models import (
    Bookable,
    BookableStatus,
    Booking,
    BookingStatus,
    CancelledBy,
    Verdict,
)
from shared_services.core.database import read_session, transaction
from shared_services.kinds.trainings.operations import settle_session
from shared_services.outbox.models import OutboxMessage
from tests.support.makers import MONDAY, make_person, make_session

REFUSALS = (AlreadyBooked, BookingClosed, IllegalMove, NothingToDecide, PlaceNoLongerOffered)
PEOPLE = 5
CALLED_OFF = "called off"
anybody = st.integers(0, PEOPLE - 1)


class Minimum(RuleBasedStateMachine):
    """Five people, and a date four weeks away that needs some of them. The model knows what was decided."""

    @initialize(
        minimum=st.integers(1, 3),
        more_seats=st.integers(0, 2),
        needs_approval=st.booleans(),
        cancels_itself=st.booleans(),
        decides_in=st.integers(1, 20),
    )
    def begin(self, minimum, more_seats, needs_approval, cancels_itself, decides_in):
        self.people = [make_person() for _ in range(PEOPLE)]
        self.decides_at = MONDAY + timedelta(days=decides_in)
        session = make_session(
            minimum=minimum,
            decides_at=self.decides_at,
            cancels_itself=cancels_itself,
            capacity=minimum + more_seats,
            needs_approval=needs_approval,
        )
        self.session_id, self.starts_at, self.closes_at = session.id, session.starts_at, session.closes_at
        self.minimum, self.cancels_itself = minimum, cancels_itself
        self.now, self.decided = MONDAY, None

    def act(self, verb, *args, **given):
        refusal = None
        try:
            with transaction() as db:
                verb(db, *args, now=self.now, **given)
        except REFUSALS as error:
            refusal = error
        read_session().expire_all()
        return refusal

    def booking_of(self, who):
        return queries.find_live_booking(read_session(), self.session_id, self.people[who].id, range(1))

    @rule(who=anybody)
    def book(self, who):
        is_open = self.now < self.closes_at and self.decided in (None, Verdict.GO)
        is_known, person = self.booking_of(who) is not None, self.people[who]
        refusal = self.act(operations.reserve, self.session_id, person=person, by=person)
        if not is_known:
            assert isinstance(refusal, BookingClosed) == (not is_open)

    @rule(who=anybody)
    def cancel(self, who):
        if booking := self.booking_of(who):
            self.act(operations.cancel, booking.id, by=self.people[who], cancelled_by=CancelledBy.HUB)

    @rule(who=anybody, verb=st.sampled_from([operations.accept, operations.decline, operations.approve]))
    def answer(self, who, verb):
        if booking := self.booking_of(who):
            self.act(verb, booking.id, by=self.people[who])

    @rule()
    def the_job_runs(self):
        if self.decided is None and self.decides_at <= self.now < self.starts_at:
            too_few = CALLED_OFF if self.cancels_itself else Verdict.ASKED
            self.decided = Verdict.GO if self.confirmed() >= self.minimum else too_few
        self.act(settle_session, self.session_id)

    @precondition(lambda self: self.decided in (None, Verdict.ASKED))
    @rule()
    def the_hub_holds_it(self):
        if self.now < self.starts_at:
            self.decided = Verdict.GO
        self.act(operations.let_stand, self.session_id, by=self.people[0])

    @precondition(lambda self: self.decided == Verdict.ASKED)
    @rule()
    def the_hub_calls_it_off(self):
        self.decided = CALLED_OFF
        self.act(operations.cancel_bookable, self.session_id, by=self.people[0], reason="Trop peu")

    @rule(hours=st.integers(1, 300))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        expire_places(self.now)
        read_session().expire_all()

    @invariant()
    def it_stands_or_it_is_off_and_never_both(self):
        bookable = self.bookable()
        assert (bookable.status == BookableStatus.CANCELLED) == (self.decided == CALLED_OFF)
        if self.decided != CALLED_OFF:
            assert bookable.verdict == self.decided

    @invariant()
    def nobody_hears_twice_that_it_stands_nor_of_one_that_does_not(self):
        mine = [booking.id for booking in self.bookings()]
        kept = read_session().scalars(select(OutboxMessage).where(OutboxMessage.kind == "booking_maintained"))
        told = [message.payload["booking_id"] for message in kept if message.payload["booking_id"] in mine]
        assert len(told) == len(set(told))
        assert not told or self.decided == Verdict.GO

    def bookable(self):
        return read_session().get_one(Bookable, self.session_id)

    def bookings(self):
        return read_session().query(Booking).filter_by(bookable_id=self.session_id).all()

    def confirmed(self):
        return len([one for one in self.bookings() if one.status == BookingStatus.CONFIRMED])


@pytest.mark.race
def test_whatever_happens_it_is_decided_once_and_by_the_rule(db):
    limits = settings(max_examples=20, stateful_step_count=25)
    run_state_machine_as_test(Minimum, settings=limits)

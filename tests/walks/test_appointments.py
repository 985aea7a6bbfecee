"""Appointments in two hubs, moved and cancelled at random over a change of clocks: never two at once."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from shared_services.booking import ledger
from shared_services.booking import operations as booking
from shared_services.booking.models import HOLDING, Booking, CancelledBy, StaffTime
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.local_time import to_utc
from shared_services.kinds.expertise.models import Way
from shared_services.kinds.expertise.operations import Wished, book_appointment, move_appointment
from tests.support.experts import make_expert, make_expert_offer, person_of
from tests.support.makers import local, make_person

FIRST = date(2027, 3, 24)  # clocks change on the night of the 28th
NOW = local(date(2027, 3, 22), 8)
days = st.integers(0, 8)
quarters = st.integers(36, 68)  # from nine to five
which = st.integers(0, 30)


class Appointments(RuleBasedStateMachine):
    """One expert of two hubs whose rules differ; refusals are answers like others."""

    @initialize()
    def begin(self):
        here = make_expert(make_expert_offer(buffer_before=15, buffer_after=30))
        there = make_expert(make_expert_offer(durations="45"), person_of(here), hours=False)
        self.experts = [(here.id, here.expert_offer_id, 60), (there.id, there.expert_offer_id, 45)]
        self.person_id = here.person_id
        self.booked: list[int] = []

    @staticmethod
    def at(day, quarter):
        hour, rest = divmod(quarter, 4)
        return to_utc(FIRST + timedelta(days=day), time(hour, rest * 15), "Europe/Paris")

    @rule(hub=st.integers(0, 1), day=days, quarter=quarters)
    def book(self, hub, day, quarter):
        expert_id, offer_id, minutes = self.experts[hub]
        person = make_person()
        wished = Wished(
            start=self.at(day, quarter), minutes=minutes, way=Way.REMOTE, topic="", expert_id=expert_id
        )
        try:
            with transaction() as db:
                made = book_appointment(db, offer_id, wished, person=person, by=person, now=NOW)
                db.flush()
                self.booked.append(made.id)
        except DomainError:
            return

    @rule(number=which, day=days, quarter=quarters)
    def move(self, number, day, quarter):
        if not self.booked:
            return
        booking_id = self.booked[number % len(self.booked)]
        by = make_person()
        try:
            with transaction() as db:
                move_appointment(db, booking_id, start=self.at(day, quarter), by=by, now=NOW)
        except DomainError:
            return

    @rule(number=which)
    def cancel(self, number):
        if not self.booked:
            return
        booking_id = self.booked[number % len(self.booked)]
        try:
            with transaction() as db:
                booking.cancel(db, booking_id, by=None, cancelled_by=CancelledBy.HUB, now=NOW)
        except DomainError:
            return

    @invariant()
    def nobody_is_in_two_places(self):
        db = read_session()
        held = select(Booking).where(Booking.id.in_(self.booked), Booking.status.in_(HOLDING))
        slots = sorted((one.first_slot, one.last_slot) for one in db.scalars(held))
        assert all(before[1] < after[0] for before, after in pairwise(slots)), slots

    @invariant()
    def what_her_time_is_taken_for_is_what_is_booked(self):
        db = read_session()
        assert ledger.recount(db) == []
        assert len(db.scalars(select(StaffTime).where(StaffTime.person_id == self.person_id)).all()) <= 1


@pytest.mark.race
def test_random_appointments_never_overlap(db):
    limits = settings(max_examples=20, stateful_step_count=25)
    run_state_machine_as_test(Appointments, settings=limits)

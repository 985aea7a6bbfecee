from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.booking.jobs import post_due_reminders
from shared_services.booking.ledger import recount
from shared_services.booking.models import BookingStatus
from shared_services.booking.operations import cancel_bookable
from shared_services.booking.reminders import due_at
from shared_services.core.database import transaction
from shared_services.kinds import KINDS
from shared_services.kinds.expertise.errors import SlotTaken
from shared_services.kinds.tools.operations import book_tool
from shared_services.kinds.trainings.operations import book_session
from shared_services.outbox.models import OutboxMessage
from shared_services.outbox.rendering import render
from tests.kinds.contract import KindContract
from tests.support.bookings import cancel, do
from tests.support.experts import MET, make_expert, make_expert_offer, meet
from tests.support.makers import MONDAY, kinds_posted, make_person, make_session
from tests.support.tools import BROUGHT_BACK, FETCHED, make_tool


class Trainings:
    def make(self, *, capacity, **rules):
        return make_session(capacity=capacity, **rules)

    def book(self, bookable, person, *, now=MONDAY):
        with transaction() as db:
            return book_session(db, bookable.id, person=person, by=person, now=now)


class Tools:
    def make(self, *, capacity, **rules):
        return make_tool(units=capacity, turnaround_days=1, **rules)

    def book(self, bookable, person, *, now=MONDAY):
        with transaction() as db:
            days = {"first": FETCHED, "last": BROUGHT_BACK}
            return book_tool(db, bookable.id, person=person, by=person, now=now, **days)


class Expertise:
    def make(self, *, capacity, **rules):
        """One person, whatever the capacity: she is met by one at a time."""
        return make_expert(make_expert_offer(**rules))

    def book(self, bookable, person, *, now=MONDAY):
        return meet(bookable, person, now=now)


ADAPTERS = {"training": Trainings(), "tool": Tools(), "expertise": Expertise()}


class TestTrainings(KindContract):
    @pytest.fixture
    def adapter(self):
        return ADAPTERS["training"]


class TestTools(KindContract):
    @pytest.fixture
    def adapter(self):
        return ADAPTERS["tool"]


class TestExpertise(KindContract):
    """Nobody waits for an hour that is taken: another is chosen, or told when it opens."""

    @pytest.fixture
    def adapter(self):
        return ADAPTERS["expertise"]

    test_a_freed_place_goes_to_the_first_who_waits = None
    test_a_newcomer_does_not_overtake = None
    test_nobody_is_promoted_after_the_closing = None

    def test_when_it_is_full_people_wait_in_order(self, adapter):
        """An hour that is taken is refused, and free again once it is given back."""
        bookable = adapter.make(capacity=1)
        first = self.someone(adapter, bookable)
        with pytest.raises(SlotTaken):
            self.someone(adapter, bookable)

        cancel(first)

        assert self.someone(adapter, bookable).status == BookingStatus.CONFIRMED

    def test_cancelled_as_a_whole_everybody_is_told(self, db, adapter):
        bookable = adapter.make(capacity=1)
        bookings = [self.someone(adapter, bookable), meet(bookable, start=MET + timedelta(hours=4))]

        do(cancel_bookable, bookable, by=make_person(), reason="Panne de courant")

        assert {booking.status for booking in bookings} == {BookingStatus.CANCELLED}
        assert kinds_posted(db).count("booking_cancelled") == 2
        assert recount(db) == []

    def test_it_is_never_oversold(self, db, adapter):
        bookable = adapter.make(capacity=1)
        booked = 0
        for half_hours in range(6):
            try:
                meet(bookable, start=MET - timedelta(hours=1) + timedelta(minutes=30 * half_hours))
            except SlotTaken:
                continue
            booked += 1

        assert booked == 3
        assert recount(db) == []

    def test_every_message_about_it_can_be_read(self, db, adapter, at):
        bookable = adapter.make(capacity=1)
        first = self.someone(adapter, bookable)
        nine = due_at(first.starts_at, bookable.time_zone, 1)
        with at(nine):
            post_due_reminders(nine)

        for message in db.scalars(select(OutboxMessage).where(OutboxMessage.kind.startswith("booking_"))):
            assert "Monter un plan de financement" in render(db, message).get_body(("plain",)).get_content()


def test_every_kind_is_held_to_the_contract():
    assert {kind.name for kind in KINDS} == set(ADAPTERS)

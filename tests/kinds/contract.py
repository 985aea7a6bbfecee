"""What every kind of pooled resource promises, run over each of them through a small adapter."""

from datetime import datetime, timedelta
from typing import Any, Protocol

import pytest

from shared_services.accounts.models import Person
from shared_services.booking.errors import AlreadyBooked, BookingClosed
from shared_services.booking.facts import describe_all
from shared_services.booking.jobs import post_due_reminders
from shared_services.booking.ledger import recount
from shared_services.booking.models import Bookable, Booking, BookingStatus
from shared_services.booking.operations import cancel_bookable, change_capacity
from shared_services.booking.queries import seats_of
from shared_services.booking.reminders import due_at
from tests.support.bookings import cancel, do
from tests.support.makers import MONDAY, kinds_posted, make_person
from tests.support.queries import count_queries


class Adapter(Protocol):
    """What the contract must know of a kind: how to make one, and how its own verb books."""

    def make(self, *, capacity: int, **rules: Any) -> Bookable:
        """Something to book that anyone may book, some weeks after MONDAY."""

    def book(self, bookable: Bookable, person: Person, *, now: datetime = MONDAY) -> Booking:
        """The kind's own verb, in a transaction of its own."""


class KindContract:
    """Subclasses give an `adapter` fixture."""

    @pytest.fixture(autouse=True)
    def on_a_database(self, db):
        """Every promise is about rows."""

    def someone(self, adapter, bookable, **given):
        return adapter.book(bookable, make_person(), **given)

    def test_it_is_booked(self, db, adapter):
        bookable = adapter.make(capacity=2)

        booking = self.someone(adapter, bookable)

        assert booking.status == BookingStatus.CONFIRMED
        assert kinds_posted(db)[-1] == "booking_confirmed"

    def test_the_same_person_does_not_book_twice(self, db, adapter):
        bookable, person = adapter.make(capacity=2), make_person()
        first = adapter.book(bookable, person)

        with pytest.raises(AlreadyBooked) as refusal:
            adapter.book(bookable, person)

        assert refusal.value.facts["reference"] == first.reference

    def test_when_it_is_full_people_wait_in_order(self, adapter):
        bookable = adapter.make(capacity=1)

        statuses = [self.someone(adapter, bookable).status for _ in range(3)]

        assert statuses == [BookingStatus.CONFIRMED, BookingStatus.WAITLISTED, BookingStatus.WAITLISTED]

    def test_a_freed_place_goes_to_the_first_who_waits(self, db, adapter):
        bookable = adapter.make(capacity=1)
        first, second, third = (self.someone(adapter, bookable) for _ in range(3))

        cancel(first)

        assert (second.status, third.status) == (BookingStatus.OFFERED, BookingStatus.WAITLISTED)
        assert "booking_offered" in kinds_posted(db)

    def test_a_newcomer_does_not_overtake(self, adapter):
        bookable = adapter.make(capacity=1)
        first, waiting = self.someone(adapter, bookable), self.someone(adapter, bookable)
        cancel(first)

        newcomer = self.someone(adapter, bookable)

        assert (waiting.status, newcomer.status) == (BookingStatus.OFFERED, BookingStatus.WAITLISTED)

    def test_it_needs_approval_when_it_says_so(self, adapter):
        bookable = adapter.make(capacity=1, needs_approval=True)

        assert self.someone(adapter, bookable).status == BookingStatus.PENDING

    def test_nothing_is_booked_after_the_closing(self, adapter):
        bookable = adapter.make(capacity=1)
        assert bookable.closes_at is not None

        with pytest.raises(BookingClosed):
            self.someone(adapter, bookable, now=bookable.closes_at)

    def test_cancelled_as_a_whole_everybody_is_told(self, db, adapter):
        bookable = adapter.make(capacity=1)
        bookings = [self.someone(adapter, bookable) for _ in range(2)]

        do(cancel_bookable, bookable, by=make_person(), reason="Panne de courant")

        assert {booking.status for booking in bookings} == {BookingStatus.CANCELLED}
        assert kinds_posted(db).count("booking_cancelled") == 2

    def test_it_is_reminded_the_day_before_at_nine_local_time_and_once(self, db, adapter, at):
        bookable = adapter.make(capacity=1)
        self.someone(adapter, bookable)
        nine = due_at(bookable.starts_at, bookable.time_zone, 1)

        with at(nine):
            post_due_reminders(nine)
            post_due_reminders(nine + timedelta(minutes=5))

        assert kinds_posted(db).count("booking_reminder") == 1

    def test_it_is_never_oversold(self, db, adapter):
        bookable = adapter.make(capacity=3)

        bookings = [self.someone(adapter, bookable) for _ in range(6)]
        cancel(bookings[0])
        do(change_capacity, bookable, 4, by=make_person())

        seats = seats_of(db, [bookable.id])[bookable.id]
        assert seats.taken == seats.capacity == 4
        assert recount(db) == []

    def test_it_tells_its_facts_in_as_many_queries_for_one_as_for_many(self, db, adapter):
        bookables = [adapter.make(capacity=1) for _ in range(4)]
        wanted = [(bookable.kind, bookable.id) for bookable in bookables]
        db.commit()
        with count_queries() as for_one:
            describe_all(db, wanted[:1])
        db.commit()
        with count_queries() as for_four:
            facts = describe_all(db, wanted)

        assert len(for_four) == len(for_one)
        assert all(fact.title and fact.starts_at < fact.ends_at for fact in facts.values())

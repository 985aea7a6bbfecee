"""What every kind of pooled resource promises, run over each of them through a small adapter."""

from datetime import datetime, timedelta
from typing import Any, Protocol

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.accounts.own_data import collect
from shared_services.booking.errors import AlreadyBooked, BookingClosed
from shared_services.booking.facts import describe_booking, describe_bookings, kinds_that_occupy
from shared_services.booking.jobs import close_waiting_lists, post_due_reminders
from shared_services.booking.ledger import recount
from shared_services.booking.models import Bookable, Booking, BookingStatus, CancelledBy
from shared_services.booking.operations import cancel_bookable, change_capacity
from shared_services.booking.overlaps import find_clashes
from shared_services.booking.queries import get_booking, list_bookings, seats_of
from shared_services.booking.reminders import due_at
from shared_services.core.local_time import to_local
from shared_services.network.models import Hub
from shared_services.outbox.models import OutboxMessage
from shared_services.outbox.rendering import render
from shared_services.web.filters import day
from tests.support.bookings import cancel, do
from tests.support.makers import MONDAY, kinds_posted, make_person, make_role, make_session
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
        bookable = adapter.make(capacity=2)
        closes_at = self.someone(adapter, bookable).closes_at
        assert closes_at is not None

        with pytest.raises(BookingClosed):
            self.someone(adapter, bookable, now=closes_at)

    def test_nobody_is_promoted_after_the_closing(self, adapter, at):
        bookable = adapter.make(capacity=1)
        first, waiting = self.someone(adapter, bookable), self.someone(adapter, bookable)

        with at(waiting.closes_at):
            cancel(first, cancelled_by=CancelledBy.HUB, now=waiting.closes_at)
            assert waiting.status == BookingStatus.WAITLISTED
            close_waiting_lists(waiting.closes_at)

        assert waiting.status == BookingStatus.CANCELLED

    def test_cancelled_as_a_whole_everybody_is_told(self, db, adapter):
        bookable = adapter.make(capacity=1)
        bookings = [self.someone(adapter, bookable) for _ in range(2)]

        do(cancel_bookable, bookable, by=make_person(), reason="Panne de courant")

        assert {booking.status for booking in bookings} == {BookingStatus.CANCELLED}
        assert kinds_posted(db).count("booking_cancelled") == 2

    def test_it_is_reminded_the_day_before_at_nine_local_time_and_once(self, db, adapter, at):
        bookable = adapter.make(capacity=1)
        booking = self.someone(adapter, bookable)
        nine = due_at(booking.starts_at, bookable.time_zone, 1)

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
        booked = [self.someone(adapter, adapter.make(capacity=1)).id for _ in range(4)]
        db.expire_all()
        bookings = list_bookings(db, booked)
        with count_queries() as for_one:
            describe_bookings(db, bookings[:1])
        db.expire_all()
        bookings = list_bookings(db, booked)
        with count_queries() as for_four:
            facts = describe_bookings(db, bookings)

        assert len(for_four) == len(for_one)
        assert all(fact.title and fact.starts_at < fact.ends_at for fact in facts.values())

    def test_who_is_elsewhere_meanwhile_is_warned_if_the_kind_occupies_people(self, db, adapter):
        person, bookable = make_person(), adapter.make(capacity=1)
        booking = adapter.book(bookable, person)
        day = to_local(booking.starts_at, "Europe/Paris").date()
        session = make_session(starts_on=day)

        clashes = find_clashes(db, session, [person.id])

        warned = [clash.booking.id for clash in clashes.get(person.id, [])]
        assert warned == ([booking.id] if bookable.kind in kinds_that_occupy() else [])

    def test_it_goes_to_her_agenda_one_event_a_moment(self, db, adapter, sign_in):
        person = make_person()
        booking = adapter.book(adapter.make(capacity=1), person)
        facts = describe_booking(db, get_booking(db, booking.reference))

        text = sign_in(person).get(f"/bookings/{booking.reference}.ics").text

        assert text.count("BEGIN:VEVENT") == len(facts.periods)
        for number, (starts_at, _ends_at) in enumerate(facts.periods, start=1):
            assert f"UID:{booking.reference}-{number}@" in text
            assert f"{to_local(starts_at, facts.time_zone):%Y%m%dT%H%M%S}" in text

    def test_every_message_about_it_can_be_read(self, db, adapter, at):
        bookable = adapter.make(capacity=1)
        first, _second = (self.someone(adapter, bookable) for _ in range(2))
        nine = due_at(first.starts_at, bookable.time_zone, 1)
        with at(nine):
            post_due_reminders(nine)
        title = describe_booking(db, get_booking(db, first.reference)).title

        for message in db.scalars(select(OutboxMessage).where(OutboxMessage.kind.startswith("booking_"))):
            assert title in render(db, message).get_body(("plain",)).get_content()

    def test_it_is_among_her_own_data_with_its_period(self, db, adapter):
        person = make_person()
        booking = adapter.book(adapter.make(capacity=1), person)

        rows = collect(db, person)["booking"]

        assert [row["starts_at"] for row in rows] == [booking.starts_at.isoformat()]

    def test_her_pages_show_it(self, db, adapter, sign_in):
        person = make_person()
        booking = adapter.book(adapter.make(capacity=1), person)
        title = describe_booking(db, get_booking(db, booking.reference)).title
        browser = sign_in(person)

        for address in ("/", "/bookings", f"/bookings/{booking.reference}"):
            assert title in browser.get(address).text

    def test_its_hub_finds_the_request_on_its_desk_and_when_it_is_for(self, db, adapter, sign_in):
        bookable = adapter.make(capacity=1, needs_approval=True)
        person = make_person("Nour", "Demande")
        booking = adapter.book(bookable, person)
        manager = make_person("Maud", "Nager")
        make_role(manager, db.get_one(Hub, bookable.hub_id))

        text = sign_in(manager).get(f"/manage/{bookable.hub_id}").text

        assert "Nour Demande" in text
        assert day(booking.starts_at, bookable.time_zone) in text

    def test_it_is_told_at_the_period_it_was_booked_for(self, db, adapter):
        booking = self.someone(adapter, adapter.make(capacity=1))

        facts = describe_booking(db, get_booking(db, booking.reference))

        assert (facts.starts_at, facts.ends_at) == (booking.starts_at, booking.ends_at)

from datetime import timedelta

import pytest

from shared_services.booking.errors import (
    AlreadyBooked,
    BookingClosed,
    BookingNotOpenYet,
    Full,
)
from shared_services.booking.ledger import recount
from shared_services.booking.models import BookableStatus, BookingStatus
from shared_services.booking.waiting import find_rank
from tests.support.bookings import book
from tests.support.makers import (
    MONDAY,
    kinds_posted,
    make_hub,
    make_manager,
    make_offer,
    make_person,
    make_session,
)


class TestReserve:
    def test_the_last_seat_goes_to_the_first_comer(self, db):
        session = make_session(capacity=1)

        first, second = book(session), book(session)

        assert first.status == BookingStatus.CONFIRMED
        assert second.status == BookingStatus.WAITLISTED
        assert kinds_posted(db) == ["booking_confirmed", "booking_waitlisted"]
        assert recount(db) == []

    def test_the_second_in_line_has_rank_two(self, db):
        session = make_session(capacity=1)
        book(session)
        book(session, now=MONDAY + timedelta(minutes=1))

        third = book(session, now=MONDAY + timedelta(minutes=2))

        assert find_rank(db, third, session) == 2

    def test_booking_twice_is_refused_and_names_the_booking(self, db):
        session, person = make_session(), make_person()
        first = book(session, person)

        with pytest.raises(AlreadyBooked) as refusal:
            book(session, person)

        assert refusal.value.facts == {"reference": first.reference}
        assert kinds_posted(db) == ["booking_confirmed"]

    def test_full_without_the_waiting_list_is_refused(self, db):
        session = make_session(capacity=1)
        book(session)

        with pytest.raises(Full):
            book(session, join_waiting_list=False)

    def test_more_units_than_the_capacity_wait(self, db):
        assert book(make_session(capacity=2), units=3).status == BookingStatus.WAITLISTED

    def test_approval_holds_the_seat_until_a_deadline_and_tells_the_managers(self, db):
        hub = make_hub()
        make_manager(hub)
        offer = make_offer(hub)  # its author is the second manager
        session = make_session(offer, needs_approval=True, capacity=1)

        asked, waiting = book(session), book(session)

        assert asked.status == BookingStatus.PENDING
        assert asked.expires_at == MONDAY + timedelta(days=5)
        assert waiting.status == BookingStatus.WAITLISTED
        assert kinds_posted(db).count("booking_to_approve") == 2

    def test_before_the_opening_it_is_refused(self, db):
        with pytest.raises(BookingNotOpenYet):
            book(make_session(opens_at=MONDAY + timedelta(hours=1)))

    def test_from_the_closing_on_it_is_refused(self, db):
        with pytest.raises(BookingClosed):
            book(make_session(closes_at=MONDAY))

    def test_a_cancelled_session_is_refused(self, db):
        with pytest.raises(BookingClosed):
            book(make_session(status=BookableStatus.CANCELLED, cancel_reason="Formatrice malade"))

    def test_staff_add_after_the_closing_without_approval_but_within_capacity(self, db):
        session = make_session(closes_at=MONDAY, needs_approval=True, capacity=1)

        assert book(session, staff_adds=True).status == BookingStatus.CONFIRMED
        with pytest.raises(Full):
            book(session, staff_adds=True)

    def test_staff_do_not_overtake_the_waiting_list(self, db):
        session = make_session(capacity=2)
        book(session, units=2)
        book(session)

        assert book(session, staff_adds=True).status == BookingStatus.WAITLISTED

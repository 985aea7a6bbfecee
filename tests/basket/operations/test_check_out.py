from datetime import timedelta

import pytest

from shared_services.basket.errors import BasketEmpty, BasketRefused, OverlapsInBasket
from shared_services.basket.models import BasketLine
from shared_services.basket.operations import expire_line, join_list
from shared_services.booking.errors import AlreadyBooked, Full, Overlapping
from shared_services.booking.ledger import recount
from shared_services.booking.models import Booking, BookingStatus, Hold
from shared_services.booking.operations import cancel_bookable
from shared_services.catalogue.models import OfferStatus
from shared_services.core.database import transaction
from shared_services.kinds.tools.errors import ToolNotPublished
from shared_services.kinds.tools.models import ToolOffer
from tests.support.baskets import check_out, on_line, put
from tests.support.bookings import book, do
from tests.support.makers import MONDAY, count, kinds_posted, make_person, make_session
from tests.support.tools import BROUGHT_BACK, borrow, make_tool

HALF_AN_HOUR = timedelta(minutes=30)


def statuses(outcome):
    return [booking.status for booking in outcome.bookings]


class TestAllOrNothing:
    def test_everything_is_booked_at_once(self, db):
        person = make_person()
        kit, room, session = make_tool(units=2), make_tool(units=1, needs_approval=True), make_session()
        for bookable in (kit, room, session):
            put(bookable, person)

        outcome = check_out(person)

        assert statuses(outcome) == [BookingStatus.CONFIRMED, BookingStatus.PENDING, BookingStatus.CONFIRMED]
        assert count(db, BasketLine) == count(db, Hold) == 0
        assert recount(db) == []

    def test_each_is_told_by_its_own_message(self, db):
        person = make_person()
        put(make_tool(), person)
        put(make_tool(needs_approval=True), person)

        check_out(person)

        assert kinds_posted(db) == ["booking_confirmed", "booking_pending", "booking_to_approve"]

    def test_one_that_refuses_keeps_all_from_being_booked(self, db):
        person = make_person()
        kit, gone = make_tool(), make_session()
        lines = [put(kit, person), put(gone, person)]
        do(cancel_bookable, gone, by=make_person(), reason="Formatrice malade")

        with pytest.raises(BasketRefused) as refusal:
            check_out(person)

        assert list(refusal.value.refusals) == [lines[1].id]
        assert count(db, Booking) == 0
        assert count(db, Hold) == 2
        assert recount(db) == []

    def test_an_empty_basket_books_nothing(self, db):
        with pytest.raises(BasketEmpty):
            check_out(make_person())

    def test_two_lines_at_the_same_hours_are_asked_about_again(self, db):
        person = make_person()
        put(make_session(), person)
        both = put(make_session(), person, despite_overlap=True)
        with transaction() as inner:
            inner.merge(both).despite_overlap = False

        with pytest.raises(BasketRefused) as refusal:
            check_out(person)
        assert isinstance(refusal.value.refusals[both.id], OverlapsInBasket)

        assert len(check_out(person, despite={both.id}).bookings) == 2

    def test_a_place_booked_meanwhile_at_the_same_hours_is_asked_about(self, db):
        person = make_person()
        line = put(make_session(), person)
        book(make_session(), person)

        with pytest.raises(BasketRefused) as refusal:
            check_out(person)
        assert type(refusal.value.refusals[line.id]) is Overlapping


class TestLineByLine:
    def test_what_is_possible_is_booked_and_the_rest_says_why(self, db):
        person = make_person()
        kit, gone = make_tool(), make_session()
        put(kit, person)
        line = put(gone, person)
        do(cancel_bookable, gone, by=make_person(), reason="Formatrice malade")

        outcome = check_out(person, all_or_nothing=False)

        assert statuses(outcome) == [BookingStatus.CONFIRMED]
        assert [left.id for left in db.query(BasketLine)] == [line.id]
        assert "closes" in db.get(BasketLine, line.id).refusal
        assert recount(db) == []

    def test_the_rules_of_the_kind_are_asked_again(self, db):
        person, tool = make_person(), make_tool()
        line = put(tool, person)
        with transaction() as inner:
            inner.get(ToolOffer, tool.offer_id).status = OfferStatus.ARCHIVED

        outcome = check_out(person, all_or_nothing=False)

        assert isinstance(outcome.refusals[line.id], ToolNotPublished)


class TestWhatWasKept:
    def test_who_asked_after_it_was_kept_overtakes_nobody_by_waiting(self, db):
        tool, person = make_tool(units=1), make_person()
        put(tool, person)
        waiting = borrow(tool)

        assert statuses(check_out(person)) == [BookingStatus.CONFIRMED]
        assert waiting.status == BookingStatus.WAITLISTED

    def test_too_late_who_waits_comes_first(self, db):
        tool, person = make_tool(units=1), make_person()
        line = put(tool, person)
        waiting = borrow(tool)

        outcome = check_out(person, all_or_nothing=False, now=MONDAY + HALF_AN_HOUR)

        assert isinstance(outcome.refusals[line.id], Full)
        assert waiting.status == BookingStatus.OFFERED
        assert recount(db) == []

    def test_too_late_but_still_free_is_booked(self, db):
        tool, person = make_tool(units=1), make_person()
        put(tool, person)

        assert statuses(check_out(person, now=MONDAY + HALF_AN_HOUR)) == [BookingStatus.CONFIRMED]
        assert recount(db) == []

    def test_booking_on_the_page_of_the_tool_uses_what_the_basket_keeps(self, db):
        tool, person = make_tool(units=1), make_person()
        line = put(tool, person)

        assert borrow(tool, person).status == BookingStatus.CONFIRMED
        assert recount(db) == []
        outcome = check_out(person, all_or_nothing=False)
        assert isinstance(outcome.refusals[line.id], AlreadyBooked)

    def test_booking_less_than_what_is_kept_offers_the_rest(self, db):
        tool, person = make_tool(units=3), make_person()
        put(tool, person, units=3)
        waiting = borrow(tool, units=2)

        borrow(tool, person, units=1)

        assert waiting.status == BookingStatus.OFFERED
        assert recount(db) == []

    def test_booking_more_than_what_is_kept_waits_like_everybody(self, db):
        tool, person = make_tool(units=2), make_person()
        put(tool, person, units=1)
        borrow(tool, units=2)

        assert borrow(tool, person, units=2).status == BookingStatus.WAITLISTED
        assert recount(db) == []


class TestJoinList:
    def test_what_is_kept_too_long_goes_first_to_who_waited_already(self, db):
        tool, person = make_tool(units=1), make_person()
        line = put(tool, person)
        first = borrow(tool)

        booking = on_line(join_list, line, person=person, now=MONDAY + HALF_AN_HOUR)

        assert first.status == BookingStatus.OFFERED
        assert booking.status == BookingStatus.WAITLISTED
        assert recount(db) == []

    def test_a_line_that_is_full_becomes_a_rank(self, db):
        tool, person = make_tool(units=1), make_person()
        line = put(tool, person)
        on_line(expire_line, line, now=MONDAY + HALF_AN_HOUR)
        borrow(tool, last=BROUGHT_BACK)

        booking = on_line(join_list, line, person=person, now=MONDAY + HALF_AN_HOUR)

        assert booking.status == BookingStatus.WAITLISTED
        assert count(db, BasketLine) == 0
        assert recount(db) == []

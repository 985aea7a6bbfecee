from datetime import timedelta

import pytest

from shared_services.basket.errors import (
    AlreadyInBasket,
    AnotherDateInBasket,
    OverlapsInBasket,
    TooManyLines,
)
from shared_services.basket.models import BasketLine
from shared_services.basket.operations import keep_again, put_in_basket
from shared_services.booking.basketing import Asked
from shared_services.booking.errors import (
    AlreadyBooked,
    Full,
    NotOfThisAudience,
    Overlapping,
    QuotaReached,
    SeatsKept,
)
from shared_services.booking.ledger import recount, units_left
from shared_services.booking.models import Audience, Booking, BookingStatus, Hold, QuotaPeriod, QuotaScope
from shared_services.booking.operations import add_quota, keep_seats
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from shared_services.kinds.tools.errors import MoreThanServe, TooSoon
from shared_services.kinds.tools.models import UnitState
from shared_services.kinds.tools.operations import set_state
from shared_services.kinds.tools.queries import list_units_of
from shared_services.network.models import Hub
from shared_services.outbox.models import OutboxMessage
from tests.support.baskets import on_line, put
from tests.support.bookings import book, do
from tests.support.makers import (
    MONDAY,
    count,
    make_aidant,
    make_hub,
    make_manager,
    make_offer,
    make_organisation,
    make_person,
    make_session,
)
from tests.support.tools import BROUGHT_BACK, FETCHED, borrow, make_tool, make_tool_offer

MINUTE = timedelta(minutes=1)


class TestPutInBasket:
    def test_the_units_are_kept_for_half_an_hour(self, db):
        tool = make_tool(units=3)

        line = put(tool, make_person(), units=2)

        assert line.held_until == MONDAY + 30 * MINUTE
        assert units_left(db, tool, line.slots) == 1
        assert recount(db) == []

    def test_nothing_is_booked_and_nobody_is_written_to(self, db):
        put(make_tool(), make_person())

        assert count(db, Booking) == count(db, OutboxMessage) == 0

    def test_who_comes_after_finds_it_taken(self, db):
        tool = make_tool(units=1)
        put(tool, make_person())

        with pytest.raises(Full):
            put(tool, make_person())
        assert borrow(tool).status == BookingStatus.WAITLISTED

    def test_nobody_who_waits_is_overtaken(self, db):
        tool = make_tool(units=2)
        borrow(tool, units=1)
        borrow(tool, units=2)

        with pytest.raises(Full):
            put(tool, make_person())
        assert recount(db) == []

    def test_the_rules_of_the_kind_are_those_of_a_booking(self, db):
        tool = make_tool(units=2, notice_days=60)

        with pytest.raises(TooSoon):
            put(tool, make_person())
        with pytest.raises(MoreThanServe):
            put(make_tool(units=2), make_person(), units=3)

    def test_it_is_for_whom_it_is_meant(self, db):
        tool = make_tool(audience=Audience.HUB_MEMBERS)

        with pytest.raises(NotOfThisAudience):
            put(tool, make_person())

        line = put(tool, make_aidant(db.get(Hub, tool.hub_id)))
        assert line.organisation_id is not None

    def test_places_kept_for_others_are_not_for_a_basket(self, db):
        session = make_session(capacity=1)
        do(
            keep_seats,
            session,
            organisation_id=make_organisation().id,
            units=1,
            until=session.closes_at - timedelta(days=1),
            by=make_person(),
        )

        with pytest.raises(SeatsKept):
            put(session, make_person())

    def test_a_hub_s_rule_counts_what_is_in_the_basket(self, db):
        hub = make_hub()
        give_rule(db, hub, most=1)
        tools = [make_tool(offer=make_tool_offer(hub)) for _ in range(2)]
        person = make_person()
        put(tools[0], person)

        with pytest.raises(QuotaReached):
            put(tools[1], person)
        assert count(db, BasketLine) == 1

    def test_the_same_thing_twice_is_told_without_a_reference_that_does_not_exist(self, db):
        tool, person = make_tool(), make_person()
        put(tool, person)

        with pytest.raises(AlreadyInBasket):
            put(tool, person)

    def test_two_dates_of_one_training_are_one_too_many(self, db):
        offer, person = make_offer(), make_person()
        put(make_session(offer), person)

        with pytest.raises(AnotherDateInBasket) as refusal:
            put(make_session(offer, starts_on=FETCHED + timedelta(days=7)), person)
        assert offer.title in str(refusal.value)

    def test_what_she_has_booked_already_is_told_with_its_reference(self, db):
        tool, person = make_tool(), make_person()
        booking = borrow(tool, person)

        with pytest.raises(AlreadyBooked) as refusal:
            put(tool, person)
        assert refusal.value.facts["reference"] == booking.reference

    def test_two_things_at_the_same_hours_are_asked_about(self, db):
        person = make_person()
        booked, in_basket, wanted = make_session(), make_session(), make_session()
        book(booked, person)

        with pytest.raises(Overlapping):
            put(in_basket, person)
        put(in_basket, person, despite_overlap=True)
        assert put(wanted, person, despite_overlap=True).despite_overlap

    def test_two_lines_at_the_same_hours_are_asked_about(self, db):
        person = make_person()
        put(make_session(), person)

        with pytest.raises(OverlapsInBasket) as refusal:
            put(make_session(), person)
        assert "reference" not in refusal.value.facts

    def test_a_loan_is_in_the_way_of_no_session(self, db):
        person, session = make_person(), make_session()
        put(session, person)

        put(make_tool(), person, first=FETCHED, last=BROUGHT_BACK)

        assert count(db, BasketLine) == 2

    def test_a_unit_that_broke_for_ever_is_kept_for_nobody(self, db, at):
        tool = make_tool(units=2)
        do(
            set_state,
            list_units_of(db, [tool.id])[0],
            state=UnitState.UNDER_REPAIR,
            by=make_person(),
            reason="Écran",
        )
        far = FETCHED + timedelta(days=175)

        with at(MONDAY + timedelta(days=60)):
            line = put(tool, make_person(), first=far, last=far, now=MONDAY + timedelta(days=60))

        assert units_left(db, tool, line.slots) == 0
        assert recount(db) == []

    def test_a_basket_has_an_end(self, db, monkeypatch):
        monkeypatch.setattr("shared_services.basket.operations.add.MOST_LINES", 1)
        person = make_person()
        put(make_tool(), person)

        with pytest.raises(TooManyLines):
            put(make_tool(), person)

    def test_days_that_make_no_sense_are_nothing(self, db):
        asked = Asked(bookable_id=make_tool().id, given={"first": "demain"})
        person = make_person()

        with transaction() as inner, pytest.raises(NotFound):
            put_in_basket(inner, asked, person=person, now=MONDAY)


class TestKeepAgain:
    def test_what_is_still_free_is_kept_half_an_hour_more(self, db):
        tool, person = make_tool(units=1), make_person()
        line = put(tool, person)
        later = MONDAY + 40 * MINUTE

        kept = on_line(keep_again, line, person=person, now=later)

        assert kept.held_until == later + 30 * MINUTE
        assert count(db, Hold) == 1
        assert recount(db) == []

    def test_what_is_still_kept_is_kept_no_longer(self, db):
        person = make_person()
        line = put(make_tool(), person)

        kept = on_line(keep_again, line, person=person, now=MONDAY + 10 * MINUTE)

        assert kept.held_until == MONDAY + 30 * MINUTE

    def test_who_waits_for_it_comes_first(self, db):
        tool, person = make_tool(units=1), make_person()
        line = put(tool, person)
        waiting = borrow(tool)

        with pytest.raises(Full):
            on_line(keep_again, line, person=person, now=MONDAY + 40 * MINUTE)
        assert waiting.status == BookingStatus.WAITLISTED  # the job offers it: this was taken back


def give_rule(db, hub, most):
    do(add_quota, hub, scope=QuotaScope.PERSON, period=QuotaPeriod.COMING, most=most, by=make_manager(hub))

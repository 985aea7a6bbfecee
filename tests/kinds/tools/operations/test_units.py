from datetime import date

import pytest

from shared_services.booking.ledger import recount
from shared_services.booking.models import BookingStatus
from shared_services.booking.periods import Period
from shared_services.core.database import transaction
from shared_services.kinds.tools.days import slot_of, slots_of
from shared_services.kinds.tools.errors import LabelTaken, LoansInTheWay
from shared_services.kinds.tools.models import Blackout, ToolUnit, UnitOutage, UnitState
from shared_services.kinds.tools.operations import (
    UnitFacts,
    add_unit,
    close_days,
    describe_unit,
    open_days,
    plan_outage,
    remove_outage,
    set_state,
)
from shared_services.kinds.tools.queries import list_acts, list_units_of
from shared_services.kinds.tools.stock import availability_of
from tests.support.bookings import book, do
from tests.support.makers import MONDAY, count, local, make_hub, make_person
from tests.support.tools import make_tool, make_tool_offer, make_unit

FIRST, LAST = date(2027, 2, 2), date(2027, 2, 4)
LOAN = Period(
    slots=slots_of(FIRST, LAST),
    starts_at=local(FIRST, 9),
    ends_at=local(LAST, 17),
    closes_at=local(FIRST, 0),
)


@pytest.fixture
def manager(db):
    return make_person()


def left(db, tool, first=FIRST, last=LAST):
    db.expire_all()
    days = slots_of(first, last)
    return availability_of(db, [tool], days)[tool.id].left_over(days)


def units_of(db, tool):
    return list_units_of(db, [tool.id])


class TestAdding:
    def test_a_unit_more_is_one_more_to_lend(self, db, manager):
        tool = make_tool(units=2)

        do(add_unit, tool, UnitFacts(label=" tab  03 "), by=manager)

        assert left(db, tool) == 3
        assert "TAB 03" in [unit.label for unit in units_of(db, tool)]

    def test_it_is_offered_to_those_who_wait(self, db, manager):
        tool = make_tool(units=1)
        book(tool, period=LOAN)
        waiting = book(tool, period=LOAN)

        do(add_unit, tool, UnitFacts(label="ONE MORE"), by=manager)

        assert waiting.status == BookingStatus.OFFERED

    def test_under_repair_from_the_first_day_it_serves_nobody(self, db, manager):
        tool = make_tool(units=1)

        do(add_unit, tool, UnitFacts(label="BROKEN"), state=UnitState.UNDER_REPAIR, by=manager)

        assert left(db, tool) == 1
        assert book(tool, period=LOAN).status == BookingStatus.CONFIRMED
        assert book(tool, period=LOAN).status == BookingStatus.WAITLISTED

    def test_a_label_is_there_once_in_a_hub_and_free_in_another(self, db, manager):
        tool = make_tool(units=0)
        make_unit(tool, "TAB-1")
        make_unit(make_tool(units=0), "TAB-1")

        with pytest.raises(LabelTaken):
            do(add_unit, tool, UnitFacts(label="tab-1"), by=manager)


class TestState:
    @pytest.mark.parametrize("state", [UnitState.UNDER_REPAIR, UnitState.LOST, UnitState.RETIRED])
    def test_what_is_not_in_service_is_not_lent_and_comes_back(self, db, manager, state):
        tool = make_tool(units=2)
        unit = units_of(db, tool)[0]

        do(set_state, unit, state, reason="Écran fêlé", by=manager)
        assert left(db, tool) == 1
        do(set_state, unit, UnitState.AVAILABLE, reason="", by=manager)

        assert left(db, tool) == 2
        assert recount(db) == []
        assert [entry.to_state for entry in list_acts(db, ToolUnit, unit.id)][:2] == [
            "available",
            state.value,
        ]

    def test_a_unit_that_loans_count_on_is_refused_naming_them_and_nothing_changes(self, db, manager):
        tool = make_tool(units=2)
        booked = [book(tool, period=LOAN) for _ in range(2)]
        unit = units_of(db, tool)[0]

        with pytest.raises(LoansInTheWay) as refusal:
            do(set_state, unit, UnitState.LOST, reason="", by=manager)

        assert refusal.value.facts["in_the_way"] == [booking.reference for booking in booked]
        db.expire_all()
        assert unit.state == UnitState.AVAILABLE
        assert recount(db) == []

    def test_loans_of_the_past_stand_in_nobodys_way(self, db, manager, at):
        tool = make_tool(units=1)
        book(tool, period=LOAN)
        later = local(date(2027, 3, 1), 9)

        with at(later):
            do(set_state, units_of(db, tool)[0], UnitState.RETIRED, reason="", by=manager, now=later)

        assert left(db, tool, date(2027, 3, 1), date(2027, 3, 2)) == 0
        assert recount(db) == []

    def test_who_waits_is_served_when_it_is_back(self, db, manager):
        tool = make_tool(units=1)
        unit = units_of(db, tool)[0]
        do(set_state, unit, UnitState.UNDER_REPAIR, reason="", by=manager)
        waiting = book(tool, period=LOAN)
        assert waiting.status == BookingStatus.WAITLISTED

        do(set_state, unit, UnitState.AVAILABLE, reason="", by=manager)

        assert waiting.status == BookingStatus.OFFERED


class TestDaysAway:
    def test_away_only_on_its_days(self, db, manager):
        tool = make_tool(units=2)

        do(plan_outage, units_of(db, tool)[0], first=FIRST, last=LAST, reason="Révision", by=manager)

        assert left(db, tool) == 1
        assert left(db, tool, date(2027, 2, 5), date(2027, 2, 9)) == 2
        outage = db.query(UnitOutage).one()
        do(remove_outage, outage, by=manager)
        assert left(db, tool) == 2

    def test_closed_days_of_the_hub_touch_all_of_its_tools_and_no_others(self, db, manager):
        hub = make_hub()
        tool, same_hub = (make_tool(offer=make_tool_offer(hub)) for _ in range(2))
        elsewhere = make_tool()

        with transaction() as session:
            close_days(
                session,
                hub.id,
                tool_id=None,
                first=FIRST,
                last=LAST,
                reason="Noël",
                by=manager,
                now=MONDAY,
            )

        assert [left(db, one) for one in (tool, same_hub, elsewhere)] == [0, 0, 3]
        assert book(tool, period=LOAN).status == BookingStatus.WAITLISTED
        do(open_days, db.query(Blackout).one(), by=manager)
        assert left(db, same_hub) == 3

    def test_days_that_somebody_booked_are_not_closed_over_her_head(self, db, manager):
        tool = make_tool(units=3)
        booking = book(tool, period=LOAN)

        with pytest.raises(LoansInTheWay, match=booking.reference), transaction() as session:
            close_days(
                session,
                tool.hub_id,
                tool_id=tool.id,
                first=LAST,
                last=LAST,
                reason="Salon",
                by=manager,
                now=MONDAY,
            )

        assert count(db, Blackout) == 0


class TestDescribing:
    def test_the_trail_keeps_what_it_said_before(self, db, manager):
        tool = make_tool(units=1)
        unit = units_of(db, tool)[0]
        before = unit.label

        do(describe_unit, unit, UnitFacts(label="new", location="Armoire 2"), by=manager)
        do(describe_unit, unit, UnitFacts(label="NEW", location="Armoire 2"), by=manager)

        told = [entry for entry in list_acts(db, ToolUnit, unit.id) if entry.action == "described"]
        assert [entry.details for entry in told] == [
            {"label": [before, "NEW"], "location": ["", "Armoire 2"]}
        ]

    def test_not_with_a_label_that_is_taken(self, db, manager):
        tool = make_tool(units=2)
        one, other = units_of(db, tool)

        with pytest.raises(LabelTaken):
            do(describe_unit, one, UnitFacts(label=other.label), by=manager)


def test_slots_are_days_of_the_place():
    assert slot_of(date(1970, 1, 2)) == 1

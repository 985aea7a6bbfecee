from datetime import date, timedelta

import pytest

from shared_services.core.database import read_session, transaction
from shared_services.kinds.tools.errors import NoVisitAtPickUp, NoVisitAtReturn
from shared_services.kinds.tools.models import Blackout
from shared_services.kinds.tools.operations import (
    Return,
    extend_loan,
    hand_over,
    set_lending_rules,
    take_back,
)
from shared_services.kinds.tools.visits import visits_of
from tests.support.bookings import cancel, do
from tests.support.makers import MONDAY, local, make_person, saved
from tests.support.tools import borrow, make_tool, make_tool_offer

TUESDAY, WEDNESDAY, THURSDAY = (date(2027, 2, day) for day in (2, 3, 4))
FRIDAY, NEXT_MONDAY = date(2027, 2, 5), date(2027, 2, 8)


@pytest.fixture
def tool(hub):
    return make_tool(units=9, offer=make_tool_offer(hub))


def limit(hub, visits_a_day):
    with transaction() as db:
        by = make_person()
        set_lending_rules(db, hub.id, visits_a_day=visits_a_day, late_days=None, by=by, now=MONDAY)


class TestADayThatIsFull:
    def test_one_more_pick_up_is_refused_with_the_nearest_day_that_has_room(self, hub, tool):
        limit(hub, 1)
        borrow(tool, first=TUESDAY, last=THURSDAY)

        with pytest.raises(NoVisitAtPickUp) as refusal:
            borrow(tool, first=TUESDAY, last=WEDNESDAY)

        assert refusal.value.facts["nearest"] == "lundi 1er février 2027"

    def test_a_day_without_loans_is_not_proposed(self, hub, tool):
        limit(hub, 1)
        borrow(tool, first=TUESDAY, last=THURSDAY)
        saved(Blackout(hub_id=hub.id, first_on=date(2027, 2, 1), last_on=date(2027, 2, 1), reason="Congés"))

        with pytest.raises(NoVisitAtPickUp) as refusal:
            borrow(tool, first=TUESDAY, last=WEDNESDAY)

        assert refusal.value.facts["nearest"] == "mercredi 3 février 2027"

    def test_a_return_that_falls_there_is_refused_too(self, hub, tool):
        limit(hub, 1)
        borrow(tool, first=TUESDAY, last=THURSDAY)

        with pytest.raises(NoVisitAtReturn) as refusal:
            borrow(tool, first=WEDNESDAY, last=THURSDAY)

        assert refusal.value.facts["nearest"] == "vendredi 5 février 2027"

    def test_one_day_is_a_pick_up_and_a_return(self, hub, tool):
        limit(hub, 1)

        with pytest.raises(NoVisitAtReturn):
            borrow(tool, first=TUESDAY, last=TUESDAY)

    def test_all_tools_of_the_hub_count_and_no_others(self, hub, tool):
        limit(hub, 1)
        borrow(make_tool(offer=make_tool_offer(hub)), first=TUESDAY, last=THURSDAY)
        borrow(make_tool(), first=WEDNESDAY, last=FRIDAY)

        with pytest.raises(NoVisitAtPickUp):
            borrow(tool, first=TUESDAY, last=FRIDAY)
        assert borrow(tool, first=WEDNESDAY, last=FRIDAY)

    def test_without_a_limit_as_many_as_come(self, hub, tool):
        limit(hub, None)

        for _ in range(3):
            borrow(tool, first=TUESDAY, last=THURSDAY)

    def test_nowhere_near_it_says_that_there_is_none(self, hub, tool):
        limit(hub, 1)
        saved(
            Blackout(
                hub_id=hub.id,
                first_on=MONDAY.date(),
                last_on=MONDAY.date() + timedelta(days=300),
                reason="Travaux",
            )
        )
        with pytest.raises(NoVisitAtReturn) as refusal:
            borrow(tool, first=TUESDAY, last=TUESDAY)

        assert refusal.value.facts["nearest"] == "aucun dans les deux mois"


class TestWhatCounts:
    def test_what_was_cancelled_does_not(self, hub, tool):
        limit(hub, 1)
        cancel(borrow(tool, first=TUESDAY, last=THURSDAY))

        assert borrow(tool, first=TUESDAY, last=THURSDAY)

    def test_who_waits_does_she_may_be_given_it(self, hub):
        tool = make_tool(units=1, offer=make_tool_offer(hub))
        borrow(tool, first=TUESDAY, last=THURSDAY)
        borrow(tool, first=TUESDAY, last=THURSDAY)

        limit(hub, 2)

        with pytest.raises(NoVisitAtPickUp):
            borrow(make_tool(offer=make_tool_offer(hub)), first=TUESDAY, last=FRIDAY)

    def test_what_came_back_early_does_not_come_back_again(self, hub, tool, db):
        limit(hub, 1)
        loan = borrow(tool, first=TUESDAY, last=THURSDAY)
        by, now = make_person(), local(TUESDAY, 10)
        unit_id = do(hand_over, loan, [f"U{tool.id}-1"], by=by, now=now)[0].unit_id
        do(take_back, loan, {unit_id: Return()}, by=by, now=local(WEDNESDAY, 9))

        visits = visits_of(read_session(), tool, TUESDAY, FRIDAY)

        assert [visits.has_room(day) for day in (TUESDAY, THURSDAY)] == [False, True]


class TestKeepingItLonger:
    def test_a_borrower_needs_room_on_the_new_day_the_desk_does_not(self, hub, tool):
        limit(hub, 1)
        me = make_person()
        mine = borrow(tool, me, first=TUESDAY, last=WEDNESDAY)
        borrow(tool, first=THURSDAY, last=FRIDAY)

        with pytest.raises(NoVisitAtReturn) as refusal:
            do(extend_loan, mine, THURSDAY, by=me, now=local(TUESDAY, 10))
        assert refusal.value.facts["nearest"] == "lundi 8 février 2027"
        do(extend_loan, mine, THURSDAY, by=me, by_desk=True, now=local(TUESDAY, 10))

        assert mine.ends_at == local(THURSDAY, 17)

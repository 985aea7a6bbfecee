from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shared_services.booking.models import Audience
from shared_services.booking.requirements import Lendable, Requirement
from shared_services.catalogue.models import OfferStatus
from shared_services.kinds.tools.days import slot_of
from shared_services.kinds.tools.required import days_of, list_for, not_free, stretches
from tests.support.makers import local, make_hub
from tests.support.queries import count_queries
from tests.support.tools import borrow, make_tool, make_tool_offer

FRIDAY, MONDAY_AFTER, TUESDAY_AFTER = date(2027, 2, 5), date(2027, 2, 8), date(2027, 2, 9)


def morning(day):
    return (local(day, 9), local(day, 12))


class TestDays:
    def test_those_of_each_half_day_and_the_open_days_to_check_it(self, db):
        tool = make_tool(turnaround_days=1)

        taken = days_of(tool, [morning(FRIDAY), morning(date(2027, 2, 15))])

        on_friday = range(slot_of(FRIDAY), slot_of(MONDAY_AFTER) + 1)  # checked on Monday
        assert taken == {*on_friday, slot_of(date(2027, 2, 15)), slot_of(date(2027, 2, 16))}

    @given(st.sets(st.integers(0, 60)))
    def test_stretches_are_the_days_and_never_touch(self, days):
        found = list(stretches(days))

        assert [day for one in found for day in one] == sorted(days)
        assert all(one.stop < other.start for one, other in pairwise(found))


class TestWhatMayBeRequired:
    def test_the_hub_s_own_whatever_their_state_and_what_others_lend_to_all(self, db):
        hub, other = make_hub(), make_hub("Hub voisin")
        own = make_tool(offer=make_tool_offer(hub, title="Salle", status=OfferStatus.DRAFT))
        lent = make_tool(offer=make_tool_offer(other, title="Imprimante 3D"), audience=Audience.ANY_HUB)
        make_tool(offer=make_tool_offer(other), audience=Audience.HUB_MEMBERS)
        make_tool(offer=make_tool_offer(other), needs_approval=True)
        make_tool(offer=make_tool_offer(other, status=OfferStatus.DRAFT))

        assert list_for(db, hub.id) == [
            Lendable(own.id, "Salle"),
            Lendable(lent.id, "Imprimante 3D", "Hub voisin"),
        ]


class TestWhatIsNotFree:
    def test_by_day_with_the_days_of_checking(self, db):
        tool = make_tool(units=2, turnaround_days=1)
        borrow(tool, first=MONDAY_AFTER, last=MONDAY_AFTER)
        days = {day: [morning(day)] for day in (FRIDAY, TUESDAY_AFTER, date(2027, 2, 11))}

        refused = not_free(db, [Requirement(tool.id, 2)], days)

        assert refused == {FRIDAY: ["Valise de tablettes"], TUESDAY_AFTER: ["Valise de tablettes"]}
        assert not_free(db, [Requirement(tool.id, 1)], days) == {}

    def test_nothing_required_nothing_asked(self, db):
        assert not_free(db, [], {FRIDAY: [morning(FRIDAY)]}) == {}

    def test_as_many_statements_for_a_year_as_for_a_day(self, db):
        required = [Requirement(make_tool(units=2).id)]

        def statements(days):
            db.expire_all()
            with count_queries() as sent:
                not_free(db, required, {day: [morning(day)] for day in days})
            return len(sent)

        every = [date(2027, 2, day) for day in range(1, 25)]
        assert statements(every) == statements(every[:1])

from datetime import timedelta

from shared_services.booking.basketing import Sought
from shared_services.kinds.tools.basket import find_free
from shared_services.kinds.tools.models import ToolCategory
from tests.support.baskets import put
from tests.support.makers import MONDAY, local, make_person
from tests.support.tools import BROUGHT_BACK, FETCHED, borrow, make_tool, make_tool_offer

BOTH = frozenset({"tools", "rooms"})


def find(db, **given):
    return find_free(
        db, Sought(**{"first": FETCHED, "last": BROUGHT_BACK, "sorts": BOTH} | given), now=MONDAY
    )


def test_it_is_had_from_the_opening_of_the_first_day_to_the_closing_of_the_last(db):
    tool = make_tool(turnaround_days=1)

    (found,) = find(db)

    (choice,) = found.choices
    assert (choice.starts_at, choice.ends_at) == (local(FETCHED, 9), local(BROUGHT_BACK, 17))
    assert choice.given == {"first": "2027-02-02", "last": "2027-02-04"}
    assert len(choice.slots) == 4
    assert put(tool, make_person()).slots == choice.slots


def test_the_day_it_is_checked_counts(db):
    tool = make_tool(units=1, turnaround_days=1)
    day_after = BROUGHT_BACK + timedelta(days=1)
    borrow(tool, first=day_after, last=day_after)

    assert find(db) == []
    assert len(find(db, last=BROUGHT_BACK - timedelta(days=1))) == 1


def test_a_room_is_a_room_and_the_rest_are_tools(db):
    make_tool(offer=make_tool_offer(category=ToolCategory.ROOMS))
    make_tool()

    assert sorted(one.sort for one in find(db)) == ["rooms", "tools"]
    assert [one.sort for one in find(db, sorts=frozenset({"rooms"}))] == ["rooms"]

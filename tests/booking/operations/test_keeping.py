import pytest

from shared_services.booking.errors import Full, UnitsInUse
from shared_services.booking.ledger import recount, units_left
from shared_services.booking.models import BookingStatus
from shared_services.booking.operations import let_go, put_out_of_service
from shared_services.booking.operations.keeping import Kept
from shared_services.booking.queries import lock_bookables
from shared_services.core.database import transaction
from tests.support.baskets import put
from tests.support.bookings import do
from tests.support.makers import MONDAY, make_person
from tests.support.tools import borrow, make_tool


@pytest.mark.parametrize(
    ("slots", "units", "enough"),
    [
        (range(3, 6), 2, True),
        (range(4, 5), 1, True),
        (range(2, 6), 2, False),
        (range(3, 7), 2, False),
        (range(3, 6), 3, False),
    ],
)
def test_what_is_kept_is_enough_for_less_and_not_for_more(slots, units, enough):
    assert Kept(range(3, 6), 2).covers(slots, units) == enough


def test_what_is_kept_is_taken_for_everybody_else(db):
    tool = make_tool(units=2)
    line = put(tool, make_person(), units=2)

    assert units_left(db, tool, line.slots) == 0
    with pytest.raises(Full):
        put(tool, make_person())


def test_let_go_twice_gives_back_once(db):
    tool = make_tool(units=1)
    line = put(tool, make_person())
    waiting = borrow(tool)

    with transaction() as inner:
        locked = lock_bookables(inner, [tool.id])[tool.id]
        gone = [let_go(inner, locked, line.id, now=MONDAY) for _ in range(2)]

    assert gone == [True, False]
    assert waiting.status == BookingStatus.OFFERED
    assert recount(db) == []


def test_what_a_basket_keeps_is_in_the_way_of_a_repair_without_a_name(db):
    tool, person = make_tool(units=1), make_person("Zoé", "Discrète")
    line = put(tool, person)

    with pytest.raises(UnitsInUse) as refusal:
        do(put_out_of_service, tool, list(line.slots), 1, by=make_person(), reason="En panne")

    assert "le panier de quelqu'un" in str(refusal.value)
    assert "Zoé" not in str(refusal.value)

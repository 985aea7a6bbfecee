from datetime import timedelta

from shared_services.basket.jobs import expire_baskets, forget_baskets
from shared_services.basket.models import BasketLine
from shared_services.booking.ledger import recount
from shared_services.booking.models import BookingStatus, Hold
from tests.support.baskets import put
from tests.support.makers import MONDAY, count, make_person
from tests.support.tools import borrow, make_tool

LATER = MONDAY + timedelta(minutes=30)


def test_every_minute_what_was_kept_for_half_an_hour_goes_to_who_waits(db):
    tool = make_tool(units=1)
    put(tool, make_person())
    put(make_tool(), make_person(), now=MONDAY + timedelta(minutes=1))
    waiting = borrow(tool)

    assert expire_baskets(LATER) == 1
    assert expire_baskets(LATER) == 0

    assert waiting.status == BookingStatus.OFFERED
    assert count(db, BasketLine) == 2
    assert count(db, Hold) == 1
    assert recount(db) == []


def test_a_week_later_lines_are_forgotten(db):
    put(make_tool(), make_person())
    expire_baskets(LATER)

    assert forget_baskets(LATER + timedelta(days=6)) == 0
    assert forget_baskets(LATER + timedelta(days=7)) == 1
    assert count(db, BasketLine) == 0

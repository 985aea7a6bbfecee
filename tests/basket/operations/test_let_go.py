from datetime import timedelta

from shared_services.basket.models import BasketLine
from shared_services.basket.operations import expire_line, forget_line, keep_again, remove_line
from shared_services.booking.ledger import recount, units_left
from shared_services.booking.models import BookingStatus, Hold
from tests.support.baskets import on_line, put
from tests.support.makers import MONDAY, count, make_person
from tests.support.tools import borrow, make_tool

HALF_AN_HOUR = timedelta(minutes=30)


class TestRemoveLine:
    def test_what_it_kept_goes_to_who_waits(self, db):
        tool = make_tool(units=1)
        line = put(tool, make_person())
        waiting = borrow(tool)

        on_line(remove_line, line)

        assert waiting.status == BookingStatus.OFFERED
        assert count(db, BasketLine) == count(db, Hold) == 0
        assert recount(db) == []

    def test_twice_does_no_harm(self, db):
        line = put(make_tool(), make_person())

        for _ in range(2):
            on_line(remove_line, line)

        assert recount(db) == []


class TestExpireLine:
    def test_after_half_an_hour_it_goes_to_who_waits_and_the_line_stays(self, db):
        tool = make_tool(units=1)
        line = put(tool, make_person())
        waiting = borrow(tool)

        assert on_line(expire_line, line, now=MONDAY + HALF_AN_HOUR)

        assert waiting.status == BookingStatus.OFFERED
        assert count(db, BasketLine) == 1
        assert recount(db) == []

    def test_a_minute_before_nothing_happens(self, db):
        tool = make_tool(units=3)
        line = put(tool, make_person())

        assert not on_line(expire_line, line, now=MONDAY + HALF_AN_HOUR - timedelta(minutes=1))

        assert units_left(db, tool, line.slots) == 2

    def test_what_was_kept_again_meanwhile_stays(self, db):
        person = make_person()
        line = put(make_tool(), person)
        on_line(keep_again, line, person=person, now=MONDAY + HALF_AN_HOUR)

        assert not on_line(expire_line, line, now=MONDAY + HALF_AN_HOUR)
        assert count(db, Hold) == 1

    def test_twice_gives_back_once(self, db):
        line = put(make_tool(), make_person())

        given = [on_line(expire_line, line, now=MONDAY + HALF_AN_HOUR) for _ in range(2)]

        assert given == [True, False]
        assert recount(db) == []


class TestForgetLine:
    def test_a_week_after_it_was_kept_it_is_gone(self, db):
        line = put(make_tool(), make_person())
        a_week_after = MONDAY + HALF_AN_HOUR + timedelta(days=7)

        assert not on_line(forget_line, line, now=a_week_after - timedelta(minutes=1))
        assert on_line(forget_line, line, now=a_week_after)

        assert count(db, BasketLine) == count(db, Hold) == 0
        assert recount(db) == []

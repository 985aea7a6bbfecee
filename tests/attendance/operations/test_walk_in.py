from datetime import timedelta

import pytest

from shared_services.attendance.errors import SheetClosed
from shared_services.attendance.operations import Tick, add_walk_in
from shared_services.booking.errors import BookingClosed, Full
from shared_services.booking.ledger import recount
from shared_services.booking.models import BookingStatus
from shared_services.booking.operations import change_capacity
from tests.support.attendance import PRESENT, close, half_days, tick, tick_all
from tests.support.bookings import do
from tests.support.makers import make_person


def walk_in(session, by, *, after=timedelta(minutes=10)):
    person = make_person("Walid", "Passant")
    return do(add_walk_in, session, email=person.email, by=by, now=session.starts_at + after)


class TestAddWalkIn:
    def test_a_seat_that_is_left_then_ticked_like_the_others(self, db, session, trainer):
        added = walk_in(session, trainer)

        tick(session, half_days(session)[0], Tick(added.id, PRESENT, late=10), by=trainer)

        assert added.status == BookingStatus.CONFIRMED
        assert recount(db) == []

    def test_nobody_beyond_capacity(self, session, alice, trainer):
        do(change_capacity, session, 1, by=trainer)

        with pytest.raises(Full):
            walk_in(session, trainer)

    def test_not_after_the_end(self, session, trainer):
        with pytest.raises(BookingClosed):
            walk_in(session, trainer, after=session.ends_at - session.starts_at)

    def test_not_on_a_closed_sheet(self, session, alice, trainer):
        tick_all(session, [alice], by=trainer)
        afternoon = half_days(session)[1].starts_at
        close(session, by=trainer, now=afternoon)

        with pytest.raises(SheetClosed):
            walk_in(session, trainer, after=afternoon - session.starts_at)

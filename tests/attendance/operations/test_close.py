import pytest

from shared_services.attendance.errors import SheetClosed, SheetIncomplete, TooEarlyToClose
from shared_services.attendance.models import What
from shared_services.attendance.operations import Tick
from shared_services.attendance.queries import find_sheet, list_entries
from shared_services.booking.models import BookingStatus
from tests.support.attendance import ABSENT, PRESENT, close, half_days, tick, tick_all


class TestCloseSheet:
    def test_who_came_for_a_half_day_attended_who_never_came_did_not(self, db, session, alice, bob, trainer):
        morning, afternoon = half_days(session)
        tick(session, morning, Tick(alice.id, PRESENT), Tick(bob.id, ABSENT), by=trainer)
        tick(session, afternoon, Tick(alice.id, ABSENT), Tick(bob.id, ABSENT), by=trainer)

        close(session, by=trainer, now=session.ends_at)

        assert (alice.status, bob.status) == (BookingStatus.ATTENDED, BookingStatus.NO_SHOW)
        sheet = find_sheet(db, session.id)
        assert (sheet.closed_by_id, sheet.closed_at) == (trainer.id, session.ends_at)
        assert list_entries(db, session.id)[-1].what == What.CLOSED

    def test_not_while_a_cell_is_empty(self, session, alice, bob, trainer):
        tick_all(session, [alice], by=trainer)

        with pytest.raises(SheetIncomplete) as refused:
            close(session, by=trainer, now=session.ends_at)

        assert refused.value.facts == {"missing": 2}

    def test_not_before_the_last_half_day_starts(self, session, alice, trainer):
        tick(session, half_days(session)[0], Tick(alice.id, PRESENT), by=trainer)

        with pytest.raises(TooEarlyToClose):
            close(session, by=trainer, now=half_days(session)[0].ends_at)

    def test_once(self, session, alice, trainer):
        tick_all(session, [alice], by=trainer)
        close(session, by=trainer, now=session.ends_at)

        with pytest.raises(SheetClosed):
            close(session, by=trainer, now=session.ends_at)

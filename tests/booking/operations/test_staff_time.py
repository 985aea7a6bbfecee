from datetime import timedelta

import pytest

from shared_services.booking.errors import StaffBusy
from shared_services.booking.ledger import recount
from shared_services.booking.operations import hold_staff_time, release_holds
from shared_services.booking.operations.staff_time import quarter_hours
from shared_services.core.database import transaction
from tests.support.makers import MONDAY, make_hub, make_session, make_trainer

HOUR = timedelta(hours=1)


def hold(session, trainer, start, end):
    with transaction() as db:
        hold_staff_time(db, db.merge(session), [trainer.id], [(start, end)], now=MONDAY)


class TestHoldStaffTime:
    def test_a_trainer_is_never_in_two_sessions_at_once_across_hubs(self, db):
        trainer = make_trainer(make_hub())
        first, second = make_session(), make_session()
        hold(first, trainer, MONDAY, MONDAY + HOUR)

        with pytest.raises(StaffBusy) as refusal:
            hold(second, trainer, MONDAY + HOUR / 2, MONDAY + 2 * HOUR)

        assert refusal.value.facts["name"] == "Tristan Former"
        assert recount(db) == []

    def test_one_session_right_after_another_is_fine(self, db):
        trainer = make_trainer(make_hub())
        hold(make_session(), trainer, MONDAY, MONDAY + HOUR)
        hold(make_session(), trainer, MONDAY + HOUR, MONDAY + 2 * HOUR)

        assert recount(db) == []

    def test_holding_again_replaces_what_was_held(self, db):
        trainer, session = make_trainer(make_hub()), make_session()
        hold(session, trainer, MONDAY, MONDAY + HOUR)
        hold(session, trainer, MONDAY + HOUR / 2, MONDAY + 2 * HOUR)
        hold(make_session(), trainer, MONDAY, MONDAY + HOUR / 2)

        assert recount(db) == []


class TestReleaseHolds:
    def test_the_time_is_free_again(self, db):
        trainer, session = make_trainer(make_hub()), make_session()
        hold(session, trainer, MONDAY, MONDAY + HOUR)
        with transaction() as db:
            release_holds(db, session.id, now=MONDAY)
        hold(make_session(), trainer, MONDAY, MONDAY + HOUR)

        assert recount(db) == []


def test_a_quarter_hour_begun_is_taken_whole():
    slots = quarter_hours(MONDAY + timedelta(minutes=5), MONDAY + timedelta(minutes=16))

    assert len(slots) == 2

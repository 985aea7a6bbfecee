from datetime import timedelta

import pytest

from shared_services.booking.errors import StaffBusy, UnitsNotFree
from shared_services.booking.ledger import recount
from shared_services.booking.models import BookingStatus, Hold
from shared_services.booking.operations import (
    Wanted,
    cancel_bookable,
    hold_staff_time,
    hold_units,
    release_holds,
    want_staff_time,
)
from shared_services.core.database import transaction
from tests.support.bookings import do
from tests.support.makers import MONDAY, count, make_hub, make_person, make_session, make_trainer
from tests.support.toys import FETCHED, borrow, day_slot, loan, make_toy

HOUR = timedelta(hours=1)
DAYS = loan().slots


def hold(session, *wanted, now=MONDAY):
    with transaction() as db:
        hold_units(db, db.merge(session), wanted, now=now)


def held(db):
    db.expire_all()
    return sorted((one.bookable_id, one.units) for one in db.query(Hold))


class TestHoldUnits:
    def test_a_session_holds_a_trainer_a_room_and_a_kit(self, db):
        session, room, kit = make_session(), make_toy(capacity=1), make_toy(capacity=5)
        trainer = make_trainer(make_hub())

        with transaction() as inner:
            time = want_staff_time(inner, [trainer.id], [(session.starts_at, session.ends_at)], now=MONDAY)
            wanted = [*time, Wanted(room.id, DAYS), Wanted(kit.id, DAYS, 3)]
            hold_units(inner, inner.merge(session), wanted, now=MONDAY)

        assert [units for _id, units in held(db)] == [1, 3, 1]
        assert recount(db) == []

    def test_one_that_refuses_is_named_and_nothing_is_held(self, db):
        session, room, kit = make_session(), make_toy(capacity=1), make_toy(capacity=2)

        with pytest.raises(UnitsNotFree) as refusal:
            hold(session, Wanted(room.id, DAYS), Wanted(kit.id, DAYS, 3))

        assert refusal.value.facts["bookable_id"] == kit.id
        assert "Robot à programmer" in str(refusal.value)
        assert held(db) == []
        assert recount(db) == []

    def test_what_was_held_stays_when_more_is_refused(self, db):
        session, kit = make_session(), make_toy(capacity=2)
        hold(session, Wanted(kit.id, DAYS, 2))

        with transaction() as inner, pytest.raises(UnitsNotFree):
            hold_units(inner, inner.merge(session), [Wanted(kit.id, DAYS, 3)], now=MONDAY)

        assert held(db) == [(kit.id, 2)]
        assert recount(db) == []

    def test_it_replaces_what_was_held_and_offers_the_rest(self, db):
        session, kit = make_session(), make_toy(capacity=2)
        hold(session, Wanted(kit.id, DAYS, 2))
        waiting = borrow(kit, make_person())

        hold(session)

        assert held(db) == []
        assert waiting.status == BookingStatus.OFFERED

    def test_it_does_not_overtake_who_waits(self, db):
        session, kit = make_session(), make_toy(capacity=1)
        borrow(kit, make_person(), loan(FETCHED, FETCHED))
        borrow(kit, make_person(), loan(FETCHED, FETCHED + timedelta(days=5)))
        free = day_slot(FETCHED + timedelta(days=4))

        with pytest.raises(UnitsNotFree):
            hold(session, Wanted(kit.id, range(free, free + 1)))

    def test_what_is_cancelled_is_not_held(self, db):
        session, kit = make_session(), make_toy()
        do(cancel_bookable, kit, by=make_person(), reason="Volé")

        with pytest.raises(UnitsNotFree):
            hold(session, Wanted(kit.id, DAYS))

    def test_a_trainer_taken_by_a_session_is_told_by_name(self, db):
        trainer, session = make_trainer(make_hub()), make_session()
        with transaction() as inner:
            hold_staff_time(inner, inner.merge(session), [trainer.id], [(MONDAY, MONDAY + HOUR)], now=MONDAY)
        later = (MONDAY + 2 * HOUR, MONDAY + 3 * HOUR)

        with pytest.raises(StaffBusy) as refusal, transaction() as inner:
            hold_staff_time(
                inner,
                inner.merge(make_session()),
                [trainer.id],
                [later, (MONDAY, MONDAY + HOUR)],
                now=MONDAY,
            )

        assert refusal.value.facts["starts_at"] == MONDAY


class TestReleaseHolds:
    def test_cancelling_the_session_offers_its_kit(self, db):
        session, kit = make_session(), make_toy(capacity=1)
        hold(session, Wanted(kit.id, DAYS))
        waiting = borrow(kit, make_person())

        do(cancel_bookable, session, by=make_person(), reason="Trop peu de monde")

        assert waiting.status == BookingStatus.OFFERED
        assert count(db, Hold) == 0

    def test_twice_does_no_harm(self, db):
        session, kit = make_session(), make_toy()
        hold(session, Wanted(kit.id, DAYS))

        for _ in range(2):
            do(release_holds, session)

        assert recount(db) == []

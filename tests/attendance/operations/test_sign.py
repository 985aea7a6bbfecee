from datetime import timedelta

import pytest

from shared_services.attendance.errors import (
    MarkedAway,
    NotOnTheSheet,
    OutsideTheHalfDay,
    OutsideTheMoments,
    SheetClosed,
)
from shared_services.attendance.models import Way
from shared_services.attendance.operations import Tick
from shared_services.attendance.queries import list_entries, minutes_attended
from tests.support.attendance import ABSENT, PRESENT, close, half_days, sign, tick, tick_all
from tests.support.bookings import book
from tests.support.makers import make_offer, make_person, make_session


class TestSignPresence:
    def test_her_signature_stands_beside_the_tick_and_keeps_its_minutes(self, db, session, alice, trainer):
        morning, _afternoon = half_days(session)
        tick(session, morning, Tick(alice.id, PRESENT, late=15), by=trainer)

        sign(session, morning, alice, now=morning.starts_at)

        assert [one.way for one in list_entries(db, session.id)] == [Way.TICKED, Way.LINK]
        assert minutes_attended(db, [alice.id]) == {alice.id: 165}

    def test_signed_twice_the_first_stands(self, db, session, alice):
        morning, _afternoon = half_days(session)

        for _ in range(2):
            sign(session, morning, alice, now=morning.starts_at)

        assert len(list_entries(db, session.id)) == 1

    @pytest.mark.parametrize(
        ("minutes", "after", "is_open"),
        [(-31, "starts_at", False), (-30, "starts_at", True), (59, "ends_at", True), (60, "ends_at", False)],
    )
    def test_around_the_half_day_only(self, session, alice, minutes, after, is_open):
        morning, _afternoon = half_days(session)
        now = getattr(morning, after) + timedelta(minutes=minutes)

        if is_open:
            assert sign(session, morning, alice, now=now)
        else:
            with pytest.raises(OutsideTheHalfDay):
                sign(session, morning, alice, now=now)

    def test_nobody_without_a_place(self, session):
        morning, _afternoon = half_days(session)

        elsewhere = book(make_session(), make_person())

        with pytest.raises(NotOnTheSheet):
            sign(session, morning, elsewhere, now=morning.starts_at)

    def test_the_trainer_s_absence_is_not_signed_away(self, session, alice, trainer):
        morning, _afternoon = half_days(session)
        tick(session, morning, Tick(alice.id, ABSENT), by=trainer)

        with pytest.raises(MarkedAway):
            sign(session, morning, alice, now=morning.starts_at)

    def test_not_on_a_closed_sheet(self, session, alice, trainer):
        afternoon = half_days(session)[1]
        tick_all(session, [alice], by=trainer)
        close(session, by=trainer, now=afternoon.ends_at)

        with pytest.raises(SheetClosed):
            sign(session, afternoon, alice, now=afternoon.ends_at)


class TestAtADistance:
    @pytest.fixture
    def remote(self, hub):
        return make_session(make_offer(hub), place_name="", address="", video_link="https://visio.example/a")

    @pytest.fixture
    def carol(self, remote):
        return book(remote, make_person("Carol", "Petit"))

    def test_she_confirms_the_start_and_the_end(self, db, remote, carol):
        morning = half_days(remote)[0]

        for now in (morning.starts_at, morning.starts_at, morning.ends_at, morning.ends_at):
            sign(remote, morning, carol, now=now)

        signed = list_entries(db, remote.id)
        assert [one.at for one in signed] == [morning.starts_at, morning.ends_at]
        assert minutes_attended(db, [carol.id]) == {carol.id: 180}

    def test_in_the_middle_there_is_nothing_to_confirm(self, remote, carol):
        morning = half_days(remote)[0]

        with pytest.raises(OutsideTheMoments):
            sign(remote, morning, carol, now=morning.starts_at + timedelta(hours=1))

    def test_minutes_follow_what_the_trainer_ticks(self, db, remote, carol, trainer):
        morning = half_days(remote)[0]
        sign(remote, morning, carol, now=morning.starts_at)
        tick(remote, morning, Tick(carol.id, PRESENT, early=60), by=trainer)
        sign(remote, morning, carol, now=morning.ends_at)

        assert minutes_attended(db, [carol.id]) == {carol.id: 120}

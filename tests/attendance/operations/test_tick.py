from datetime import date, timedelta

import pytest

from shared_services.attendance.errors import (
    CannotCorrect,
    ExcuseMissing,
    HalfDayNotOpen,
    LeftTheSheet,
    MinutesTooMany,
    SheetClosed,
)
from shared_services.attendance.models import What
from shared_services.attendance.operations import Tick
from shared_services.attendance.queries import list_entries, minutes_attended
from shared_services.booking.models import BookingStatus
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from shared_services.kinds.trainings.models import HalfDay
from shared_services.kinds.trainings.queries import get_session
from tests.support.attendance import ABSENT, PRESENT, close, half_days, sign, tick, tick_all
from tests.support.bookings import book, cancel
from tests.support.makers import local, make_offer, make_person, make_session, make_trainer


def said(db, session):
    return [(one.booking_id, one.what) for one in list_entries(db, session.id)]


class TestTickHalfDay:
    def test_everybody_in_one_go(self, db, session, alice, bob, trainer):
        morning, _afternoon = half_days(session)

        done = tick(session, morning, Tick(alice.id, PRESENT), Tick(bob.id, ABSENT), by=trainer)

        assert (done.written, done.overruled) == (2, [])
        assert said(db, session) == [(alice.id, PRESENT), (bob.id, ABSENT)]

    def test_late_and_left_early_count_for_less(self, db, session, alice, trainer):
        morning, afternoon = half_days(session)

        tick(session, morning, Tick(alice.id, PRESENT, late=20, early=10), by=trainer)
        tick(session, afternoon, Tick(alice.id, PRESENT), by=trainer)

        assert minutes_attended(db, [alice.id]) == {alice.id: 150 + 180}

    def test_the_latest_word_counts_and_the_first_stays_written(self, db, session, alice, trainer):
        morning, _afternoon = half_days(session)

        tick(session, morning, Tick(alice.id, PRESENT), by=trainer)
        tick(session, morning, Tick(alice.id, ABSENT), by=trainer)

        assert said(db, session) == [(alice.id, PRESENT), (alice.id, ABSENT)]
        assert minutes_attended(db, [alice.id]) == {alice.id: 0}

    def test_sent_again_with_the_same_key_it_is_written_once(self, db, session, alice, trainer):
        morning, _afternoon = half_days(session)
        sent = {"by": trainer, "seen": 0, "key": "phone-1"}

        tick(session, morning, Tick(alice.id, PRESENT), **sent)
        tick(session, morning, Tick(alice.id, ABSENT), by=trainer)
        done = tick(session, morning, Tick(alice.id, PRESENT), **sent)

        assert done.written == 0
        assert said(db, session) == [(alice.id, PRESENT), (alice.id, ABSENT)]

    def test_an_older_page_that_left_a_cell_alone_undoes_nothing(self, db, session, alice, bob, trainer):
        morning, _afternoon = half_days(session)
        tick(session, morning, Tick(alice.id, ABSENT), by=trainer)
        tick(session, morning, Tick(alice.id, PRESENT), by=trainer)

        tick(session, morning, Tick(alice.id, ABSENT), Tick(bob.id, PRESENT), by=trainer, seen=1)

        assert said(db, session)[-1] == (bob.id, PRESENT)
        assert minutes_attended(db, [alice.id, bob.id]) == {alice.id: 180, bob.id: 180}

    def test_two_pages_that_say_the_contrary_are_both_kept_and_it_is_told(self, db, session, alice, trainer):
        morning, _afternoon = half_days(session)
        tick(session, morning, Tick(alice.id, PRESENT), by=trainer, seen=0)

        done = tick(session, morning, Tick(alice.id, ABSENT), by=trainer, seen=0)

        assert done.overruled == ["Alice Durand"]
        assert len(said(db, session)) == 2

    def test_half_an_hour_before_and_not_earlier(self, session, alice, trainer):
        morning, _afternoon = half_days(session)
        opens = morning.starts_at - timedelta(minutes=30)

        with pytest.raises(HalfDayNotOpen):
            tick(session, morning, Tick(alice.id, PRESENT), by=trainer, now=opens - timedelta(seconds=1))

        assert tick(session, morning, Tick(alice.id, PRESENT), by=trainer, now=opens).written == 1

    def test_nobody_who_gave_her_place_back(self, session, alice, trainer):
        cancel(alice)

        with pytest.raises(LeftTheSheet):
            tick(session, half_days(session)[0], Tick(alice.id, PRESENT), by=trainer)

    def test_no_half_day_of_another_session(self, session, alice, trainer):
        with pytest.raises(NotFound):
            tick(session, half_days(make_session())[0], Tick(alice.id, PRESENT), by=trainer)

    def test_nobody_misses_more_than_the_half_day(self, session, alice, trainer):
        with pytest.raises(MinutesTooMany):
            tick(session, half_days(session)[0], Tick(alice.id, PRESENT, late=170, early=10), by=trainer)

    def test_an_excuse_whose_reason_changes_is_written_again(self, db, session, alice, trainer):
        morning, _afternoon = half_days(session)
        for reason in ("Malade", "Malade", "Grève des trains"):
            tick(session, morning, Tick(alice.id, What.EXCUSED, reason=reason), by=trainer)

        assert [one.reason for one in list_entries(db, session.id)] == ["Malade", "Grève des trains"]

    def test_an_excuse_says_why(self, session, alice, trainer):
        with pytest.raises(ExcuseMissing):
            tick(session, half_days(session)[0], Tick(alice.id, What.EXCUSED), by=trainer)


class TestCorrections:
    @pytest.fixture
    def closed(self, session, alice, bob, trainer):
        tick_all(session, [alice, bob], by=trainer)
        close(session, by=trainer, now=session.ends_at)
        return session

    def test_with_a_reason_and_the_booking_follows(self, db, closed, alice, bob, manager):
        for half_day in half_days(closed):
            tick(closed, half_day, Tick(bob.id, ABSENT), by=manager, now=closed.ends_at, correction="Erreur.")

        last = list_entries(db, closed.id)[-1]
        assert (last.by_id, last.reason) == (manager.id, "Erreur.")
        assert (alice.status, bob.status) == (BookingStatus.ATTENDED, BookingStatus.NO_SHOW)

    def test_sent_again_a_correction_is_written_once(self, db, closed, bob, manager):
        morning = half_days(closed)[0]
        given = {"by": manager, "now": closed.ends_at, "correction": "Erreur.", "key": "phone", "seen": 5}
        excused = Tick(bob.id, What.EXCUSED, reason="Malade")

        done = [tick(closed, morning, excused, **given).written for _ in range(2)]

        assert done == [1, 0]
        assert list_entries(db, closed.id)[-1].reason == "Malade · Erreur."

    def test_not_without_a_reason(self, closed, bob, manager):
        with pytest.raises(SheetClosed):
            tick(closed, half_days(closed)[0], Tick(bob.id, ABSENT), by=manager, now=closed.ends_at)

    def test_not_by_a_trainer_who_did_not_close_it(self, closed, bob, hub):
        with pytest.raises(CannotCorrect):
            tick(
                closed,
                half_days(closed)[0],
                Tick(bob.id, ABSENT),
                by=make_trainer(hub),
                now=closed.ends_at,
                correction="Erreur.",
            )


def test_what_one_person_did_is_nobody_else_s(db, session, alice, trainer):
    other = book(session, make_person())
    tick(session, half_days(session)[0], Tick(alice.id, PRESENT), by=trainer)

    assert minutes_attended(db, [other.id]) == {other.id: 0}


class TestWhenTheClocksChange:
    """The night of 28 March 2027: what is written as five hours lasts four."""

    @pytest.fixture
    def night(self, hub, trainer):
        day = date(2027, 3, 28)
        session = make_session(make_offer(hub), starts_on=day)
        with transaction() as db:
            one = get_session(db, session.id)
            one.half_days = [HalfDay(starts_at=local(day, 0), ends_at=local(day, 5))]
            one.starts_at, one.ends_at, one.closes_at = local(day, 0), local(day, 5), local(day, 0)
        return session

    def test_hours_are_those_that_went_by(self, db, night, trainer):
        alice = book(night)
        (half_day,) = half_days(night)

        tick(night, half_day, Tick(alice.id, PRESENT, late=20), by=trainer)

        assert minutes_attended(db, [alice.id]) == {alice.id: 220}

    def test_nobody_is_later_than_it_lasts(self, night, trainer):
        alice = book(night)
        (half_day,) = half_days(night)

        with pytest.raises(MinutesTooMany):
            tick(night, half_day, Tick(alice.id, PRESENT, late=240), by=trainer)


def test_a_trainer_who_takes_part_is_a_line_like_another_and_closes_for_all(db, session, trainer, alice):
    own = book(session, trainer)
    morning, _afternoon = half_days(session)
    sign(session, morning, own, now=morning.starts_at)
    tick_all(session, [own, alice], by=trainer)

    close(session, by=trainer, now=session.ends_at)

    db.expire_all()
    assert (own.status, alice.status) == (BookingStatus.ATTENDED, BookingStatus.ATTENDED)

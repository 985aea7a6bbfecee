from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from shared_services.booking.jobs import post_due_reminders
from shared_services.booking.models import CancelledBy
from shared_services.booking.operations import reschedule
from shared_services.booking.reminders import due_at
from shared_services.core import clock
from shared_services.outbox import rendering
from shared_services.outbox.letters import Dropped
from shared_services.outbox.models import OutboxMessage
from tests.support.bookings import book, cancel, do
from tests.support.makers import MONDAY, local, make_person, make_session

DAY = timedelta(days=1)


def reminders(db):
    kind = OutboxMessage.kind == "booking_reminder"
    return list(db.scalars(select(OutboxMessage).where(kind).order_by(OutboxMessage.id)))


class TestDueAt:
    def test_nine_in_the_morning_of_the_place(self):
        start = local(date(2027, 2, 2), 14)

        assert due_at(start, "Europe/Paris", 1) == datetime(2027, 2, 1, 8, tzinfo=UTC)
        assert due_at(start, "Indian/Reunion", 1) == datetime(2027, 2, 1, 5, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("start", "due"),
        [
            (date(2027, 3, 29), datetime(2027, 3, 28, 7, tzinfo=UTC)),  # clocks went forward that night
            (date(2027, 3, 28), datetime(2027, 3, 27, 8, tzinfo=UTC)),
            (date(2027, 11, 1), datetime(2027, 10, 31, 8, tzinfo=UTC)),  # clocks went back that night
            (date(2027, 10, 31), datetime(2027, 10, 30, 7, tzinfo=UTC)),
        ],
    )
    def test_it_is_still_nine_over_a_change_of_clocks(self, start, due):
        assert due_at(local(start, 9, 30), "Europe/Paris", 1) == due

    def test_a_late_evening_start_counts_calendar_days(self):
        assert due_at(local(date(2027, 2, 2), 23), "Europe/Paris", 7).day == 26


class TestPostDueReminders:
    def test_one_at_seven_days_one_at_one_day_each_once(self, db):
        session = make_session()
        book(session)
        seven, one = (due_at(session.starts_at, "Europe/Paris", days) for days in (7, 1))

        assert post_due_reminders(seven - timedelta(seconds=1)) == 0
        assert post_due_reminders(seven) == 1
        assert post_due_reminders(seven + timedelta(minutes=5)) == 0
        assert post_due_reminders(one) == 1
        assert post_due_reminders(one + timedelta(minutes=5)) == 0
        assert len(reminders(db)) == 2

    def test_in_la_reunion_it_leaves_three_hours_before_paris(self, db):
        book(make_session(zone="Indian/Reunion"))

        assert post_due_reminders(datetime(2027, 2, 1, 5, tzinfo=UTC)) == 1

    def test_after_two_days_of_silence_what_is_still_useful_leaves(self, db):
        session = make_session()
        book(session)

        assert post_due_reminders(due_at(session.starts_at, "Europe/Paris", 7) + 2 * DAY) == 1

    def test_when_both_are_late_only_the_nearest_leaves(self, db):
        session = make_session()
        book(session)

        assert post_due_reminders(session.starts_at - timedelta(hours=1)) == 1
        assert ":J-1:" in reminders(db)[0].dedup_key

    def test_once_it_has_begun_nothing_leaves(self, db):
        session = make_session()
        book(session)

        assert post_due_reminders(session.starts_at) == 0

    def test_who_books_after_the_hour_has_read_it_all_in_the_confirmation(self, db):
        session = make_session()
        late = due_at(session.starts_at, "Europe/Paris", 1) + timedelta(minutes=1)
        book(session, now=late)

        assert post_due_reminders(late) == 0

    def test_who_waits_or_has_cancelled_gets_none(self, db):
        session = make_session(capacity=1)
        inside = book(session, now=MONDAY)
        book(session)
        cancel(inside, cancelled_by=CancelledBy.HUB, reason="Erreur", now=session.closes_at)

        assert post_due_reminders(session.starts_at - timedelta(hours=2)) == 0

    def test_a_moved_session_has_its_own_reminder(self, db):
        session = make_session()
        book(session)
        post_due_reminders(due_at(session.starts_at, "Europe/Paris", 1))

        def a_week_later(bookable):
            bookable.ends_at += 7 * DAY
            bookable.starts_at += 7 * DAY
            bookable.closes_at += 7 * DAY

        do(reschedule, session, a_week_later, by=make_person())

        assert post_due_reminders(due_at(session.starts_at, "Europe/Paris", 1)) == 1


class TestWords:
    def subject(self, db, session, now):
        post_due_reminders(now)
        with clock.stopped(now):
            return rendering.render(db, reminders(db)[-1])["Subject"]

    def test_the_day_before_says_tomorrow(self, db):
        session = make_session()
        book(session)

        assert self.subject(db, session, session.starts_at - DAY).startswith("Demain")

    def test_a_late_one_on_the_day_itself_says_today(self, db):
        session = make_session()
        book(session)

        subject = self.subject(db, session, session.starts_at - timedelta(hours=2))

        assert subject.startswith("Aujourd'hui")

    def test_a_reminder_of_a_booking_cancelled_meanwhile_is_dropped(self, db):
        session = make_session()
        booking = book(session)
        now = session.starts_at - DAY
        post_due_reminders(now)
        cancel(booking, cancelled_by=CancelledBy.HUB, reason="Erreur", now=now)

        with pytest.raises(Dropped):
            rendering.render(db, reminders(db)[0])

from datetime import UTC, datetime, timedelta

from shared_services.core.timetable import daily, every

NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)


def test_every_five_minutes_is_five_minutes_after_the_last_time():
    trigger = every(minutes=5)

    assert trigger.get_next_fire_time(NOON, NOON) == NOON + timedelta(minutes=5)


def test_daily_is_at_that_hour_of_paris_in_winter_and_in_summer():
    trigger = daily(3, 30)
    july = datetime(2027, 7, 1, 12, tzinfo=UTC)

    assert trigger.get_next_fire_time(None, NOON).astimezone(UTC).hour == 2
    assert trigger.get_next_fire_time(None, july).astimezone(UTC).hour == 1

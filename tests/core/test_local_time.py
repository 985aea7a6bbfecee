from datetime import UTC, date, datetime, time

import pytest

from shared_services.core.local_time import HourHappensTwice, NoSuchHour, to_local, to_utc

SPRING = date(2027, 3, 28)
AUTUMN = date(2027, 10, 31)


class TestToUtc:
    def test_winter_and_summer_hours_differ(self):
        assert to_utc(date(2027, 1, 4), time(9), "Europe/Paris") == datetime(2027, 1, 4, 8, tzinfo=UTC)
        assert to_utc(date(2027, 7, 4), time(9), "Europe/Paris") == datetime(2027, 7, 4, 7, tzinfo=UTC)

    def test_half_past_two_does_not_exist_on_the_spring_night(self):
        with pytest.raises(NoSuchHour):
            to_utc(SPRING, time(2, 30), "Europe/Paris")

    def test_half_past_two_happens_twice_on_the_autumn_night(self):
        with pytest.raises(HourHappensTwice):
            to_utc(AUTUMN, time(2, 30), "Europe/Paris")

    def test_the_hours_around_the_change_are_good(self):
        assert to_utc(SPRING, time(3), "Europe/Paris") == datetime(2027, 3, 28, 1, tzinfo=UTC)
        assert to_utc(AUTUMN, time(3), "Europe/Paris") == datetime(2027, 10, 31, 2, tzinfo=UTC)

    def test_la_reunion_never_changes_its_clocks(self):
        assert to_utc(SPRING, time(2, 30), "Indian/Reunion") == datetime(2027, 3, 27, 22, 30, tzinfo=UTC)


def test_the_wall_shows_the_local_hour():
    assert to_local(datetime(2027, 1, 4, 8, tzinfo=UTC), "Indian/Reunion").time() == time(12)

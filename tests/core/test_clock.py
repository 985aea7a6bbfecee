from datetime import UTC, datetime, timedelta, timezone

import pytest

from shared_services.core import clock
from tests.support.makers import MONDAY


class TestClock:
    def test_it_stands_where_it_was_stopped(self):
        later = MONDAY + timedelta(days=3)

        with clock.stopped(later):
            assert clock.now() == later
        assert clock.now() == MONDAY

    def test_it_always_answers_in_utc(self):
        noon_in_reunion = datetime(2027, 1, 4, 12, tzinfo=timezone(timedelta(hours=4)))

        with clock.stopped(noon_in_reunion):
            assert clock.now() == noon_in_reunion
            assert clock.now().tzinfo is UTC

    def test_it_refuses_an_instant_without_a_zone(self):
        with pytest.raises(ValueError, match="aware"), clock.stopped(datetime(2027, 1, 4)):  # noqa: DTZ001
            pass

    def test_it_starts_again_after_a_failure(self):
        def fail() -> None:
            with clock.stopped(MONDAY + timedelta(days=1)):
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()

        assert clock.now() == MONDAY

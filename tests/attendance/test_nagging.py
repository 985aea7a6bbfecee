from datetime import UTC, datetime

import pytest

from shared_services.attendance.nagging import due_step

ENDED = datetime(2027, 2, 2, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour", "days"),
    [(2, 23, None), (3, 7, None), (3, 8, 1), (5, 22, 1), (6, 7, 1), (6, 8, 4), (20, 12, 4)],
)
def test_the_morning_after_then_three_days_later(day, hour, days):
    step = due_step(ENDED, "Europe/Paris", now=datetime(2027, 2, day, hour, tzinfo=UTC))

    assert (step and step.days) == days

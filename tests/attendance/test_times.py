from datetime import datetime, timedelta

import pytest

from shared_services.attendance.times import is_open, length_minutes, takes_signatures
from shared_services.kinds.trainings.models import HalfDay
from tests.support.makers import MONDAY

MORNING = HalfDay(starts_at=MONDAY, ends_at=MONDAY + timedelta(hours=3))
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "opened", "signed"),
    [
        (MORNING.starts_at - 31 * MINUTE, False, False),
        (MORNING.starts_at - 30 * MINUTE, True, True),
        (MORNING.ends_at + 59 * MINUTE, True, True),
        (MORNING.ends_at + 60 * MINUTE, True, False),
    ],
)
def test_half_an_hour_before_to_an_hour_after(now: datetime, opened, signed):
    assert (is_open(MORNING, now), takes_signatures(MORNING, now)) == (opened, signed)


def test_its_length_is_in_minutes():
    assert length_minutes(MORNING) == 180

from datetime import UTC, date, datetime, timedelta

import pytest

from shared_services.booking.local_days import DayPart, local_day
from shared_services.core.database import transaction
from tests.support.makers import make_session


@pytest.mark.parametrize(
    ("start", "end", "part"),
    [
        ((8, 30), (11, 30), DayPart.MORNING),
        ((8, 30), (16, 0), DayPart.DAY),
        ((12, 30), (16, 0), DayPart.AFTERNOON),
    ],
)
def test_the_part_of_the_day_is_read_on_the_clock_of_the_place(start, end, part):
    day = (2027, 2, 2)

    found = local_day(datetime(*day, *start, tzinfo=UTC), datetime(*day, *end, tzinfo=UTC), "Europe/Paris")

    assert found == (date(2027, 2, 2), part)


def test_the_day_is_that_of_the_place():
    late = datetime(2027, 2, 2, 22, 0, tzinfo=UTC)

    assert local_day(late, late + timedelta(hours=2), "Indian/Reunion")[0] == date(2027, 2, 3)
    assert local_day(late, late + timedelta(hours=2), "America/Martinique")[0] == date(2027, 2, 2)


def test_several_days_take_the_whole_day():
    start = datetime(2027, 2, 2, 8, 0, tzinfo=UTC)

    assert local_day(start, start + timedelta(days=1, hours=2), "Europe/Paris")[1] == DayPart.DAY


def test_a_session_keeps_its_local_day_and_follows_its_dates(db):
    session = make_session(starts_on=date(2027, 2, 2))
    assert (session.starts_on, session.day_part) == (date(2027, 2, 2), DayPart.DAY)

    with transaction():
        session.starts_at += timedelta(days=7, hours=4)
        session.ends_at += timedelta(days=7)

    assert (session.starts_on, session.day_part) == (date(2027, 2, 9), DayPart.AFTERNOON)

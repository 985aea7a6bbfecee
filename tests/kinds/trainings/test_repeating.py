from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_services.core.local_time import HourHappensTwice, NoSuchHour, to_local
from shared_services.kinds.trainings.queries import get_session
from shared_services.kinds.trainings.repeating import MOST_DATES, every_weeks, plan_on
from tests.support.makers import local, make_session


def hours(plan, zone):
    return [tuple(to_local(instant, zone).strftime("%d/%m %H:%M") for instant in one) for one in plan.periods]


def test_the_hours_of_the_wall_clock_stay_over_a_change_of_clocks(db):
    session = make_session(closes_at=local(date(2027, 1, 31), 18), opens_at=local(date(2027, 1, 5), 9))

    plan = plan_on(get_session(db, session.id), date(2027, 3, 30))

    assert hours(plan, "Europe/Paris") == [
        ("30/03 09:30", "30/03 12:30"),
        ("30/03 14:00", "30/03 17:00"),
    ]
    assert plan.closes_at == local(date(2027, 3, 28), 18)
    assert plan.opens_at == local(date(2027, 3, 2), 9)


def test_bookings_that_closed_by_habit_still_do(db):
    assert plan_on(get_session(db, make_session().id), date(2027, 2, 9)).closes_at is None


def test_la_reunion_has_one_clock_all_year(db):
    session = make_session(zone="Indian/Reunion")
    plan = plan_on(get_session(db, session.id), date(2027, 7, 6))

    assert plan.periods[0][0] - session.starts_at == timedelta(days=154)


@pytest.mark.parametrize(
    ("day", "error"), [(date(2027, 3, 28), NoSuchHour), (date(2027, 10, 31), HourHappensTwice)]
)
def test_an_hour_of_the_night_when_clocks_change_is_refused(db, day, error):
    session = make_session()
    half_day = get_session(db, session.id).half_days[0]
    half_day.starts_at = local(date(2027, 2, 2), 2, 30)
    db.flush()

    with pytest.raises(error):
        plan_on(get_session(db, session.id), day)


@given(
    first=st.dates(date(2026, 1, 1), date(2090, 1, 1)),
    weeks=st.integers(1, 26),
    times=st.none() | st.integers(1, 60),
    span=st.none() | st.integers(0, 3000),
)
def test_a_series_keeps_its_weekday_and_both_limits(first, weeks, times, span):
    until = None if span is None else first + timedelta(days=span)
    days = every_weeks(first, weeks, times=times, until=until)

    assert days[0] == first
    assert {(b - a).days for a, b in pairwise(days)} <= {7 * weeks}
    assert len(days) <= min(times or MOST_DATES + 1, MOST_DATES + 1)
    assert until is None or days[-1] <= until

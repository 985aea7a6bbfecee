from datetime import datetime, timedelta

import pytest

from shared_services.attendance.models import AttendanceEntry
from shared_services.attendance.times import (
    Moment,
    is_open,
    length_minutes,
    moment_to_sign,
    signed_moments,
    takes_signatures,
)
from shared_services.kinds.trainings.models import HalfDay
from tests.support.makers import MONDAY

MORNING = HalfDay(starts_at=MONDAY, ends_at=MONDAY + timedelta(hours=3))
SHORT = HalfDay(starts_at=MONDAY, ends_at=MONDAY + timedelta(minutes=30))
MINUTE = timedelta(minutes=1)
START, END = Moment.START, Moment.END


def signature(half_day: HalfDay, at: datetime) -> AttendanceEntry:
    return AttendanceEntry(starts_at=half_day.starts_at, ends_at=half_day.ends_at, at=at)


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
    assert (is_open(MORNING, now), takes_signatures(MORNING, now, is_remote=False)) == (opened, signed)


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        (MORNING.starts_at - 31 * MINUTE, None),
        (MORNING.starts_at - 30 * MINUTE, START),
        (MORNING.starts_at + 29 * MINUTE, START),
        (MORNING.starts_at + 30 * MINUTE, None),
        (MORNING.ends_at - 16 * MINUTE, None),
        (MORNING.ends_at - 15 * MINUTE, END),
        (MORNING.ends_at + 29 * MINUTE, END),
        (MORNING.ends_at + 30 * MINUTE, None),
    ],
)
def test_at_a_distance_the_start_and_the_end_are_confirmed_around_their_time(now: datetime, moment):
    assert moment_to_sign(MORNING, {}, now, is_remote=True) == moment
    assert takes_signatures(MORNING, now, is_remote=True) == (moment is not None)


def test_what_is_signed_is_not_asked_again():
    start = signature(MORNING, MORNING.starts_at)

    assert moment_to_sign(MORNING, {START: start}, MORNING.starts_at, is_remote=True) is None
    assert moment_to_sign(MORNING, {START: start}, MORNING.ends_at, is_remote=True) == END


def test_each_signature_confirms_the_moment_it_was_made_in():
    start, end = signature(MORNING, MORNING.starts_at), signature(MORNING, MORNING.ends_at)

    assert signed_moments([start, end], is_remote=True) == {START: start, END: end}
    assert signed_moments([end], is_remote=True) == {END: end}
    assert signed_moments([end], is_remote=False) == {START: end}


def test_in_a_half_day_too_short_to_tell_them_apart_the_first_is_the_start():
    between = SHORT.starts_at + 20 * MINUTE
    first, second = signature(SHORT, between), signature(SHORT, between + MINUTE)

    assert signed_moments([first, second], is_remote=True) == {START: first, END: second}


def test_its_length_is_in_minutes():
    assert length_minutes(MORNING) == 180

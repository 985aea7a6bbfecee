from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_services.core.local_time import to_local
from shared_services.kinds.expertise.availability.slots import (
    Asked,
    Hours,
    Known,
    OtherDay,
    free_starts,
    slot_at,
    stretch_of,
    working_slots,
)
from tests.support.makers import local

PARIS, REUNION = "Europe/Paris", "Indian/Reunion"
TUESDAY = date(2027, 2, 2)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


def hours(weekday=1, starts=9, ends=12, *, first_on=date(2026, 1, 1), last_on=None, zone=PARIS):
    return Hours(
        weekday=weekday,
        starts=time(starts),
        ends=time(ends),
        first_on=first_on,
        last_on=last_on,
        time_zone=zone,
    )


def asked(minutes=60, *, day=TUESDAY, days=1, **given):
    return Asked(
        minutes=minutes, earliest=local(day, 0), latest=local(day + timedelta(days=days), 0), **given
    )


def clock(starts, zone=PARIS):
    return [f"{to_local(start, zone):%H:%M}" for start in starts]


class TestFreeStarts:
    def test_each_half_hour_where_it_fits(self):
        assert clock(free_starts(Known(hours=[hours()]), asked())) == [
            "09:00",
            "09:30",
            "10:00",
            "10:30",
            "11:00",
        ]

    def test_a_quarter_of_an_hour_begins_every_quarter(self):
        assert clock(free_starts(Known(hours=[hours(ends=10)]), asked(15))) == [
            "09:00",
            "09:15",
            "09:30",
            "09:45",
        ]

    def test_two_ranges_that_follow_each_other_are_one(self):
        known = Known(hours=[hours(ends=10), hours(starts=10, ends=11)])

        assert clock(free_starts(known, asked(120))) == ["09:00"]

    def test_hours_of_another_time_do_not_count(self):
        before = hours(last_on=TUESDAY - timedelta(days=1))
        after = hours(first_on=TUESDAY + timedelta(days=1))

        assert free_starts(Known(hours=[before, after]), asked()) == []

    def test_a_day_of_its_own_replaces_the_week(self):
        other = {TUESDAY: OtherDay(time_zone=PARIS, hours=((time(14), time(15)),))}

        assert clock(free_starts(Known(hours=[hours()], other_days=other), asked())) == ["14:00"]

    def test_a_day_off_has_nothing(self):
        known = Known(hours=[hours()], other_days={TUESDAY: OtherDay(time_zone=PARIS)})

        assert free_starts(known, asked()) == []

    def test_a_public_holiday_has_nothing_unless_she_says_so(self):
        holiday = asked(holidays=frozenset({TUESDAY}))
        other = {TUESDAY: OtherDay(time_zone=PARIS, hours=((time(9), time(10)),))}

        assert free_starts(Known(hours=[hours()]), holiday) == []
        assert clock(free_starts(Known(hours=[hours()], other_days=other), holiday)) == ["09:00"]

    def test_absences_and_busy_calendars_take_what_they_touch(self):
        away = [(local(TUESDAY, 10, 10), local(TUESDAY, 10, 20))]

        assert clock(free_starts(Known(hours=[hours()], away=away), asked())) == ["09:00", "10:30", "11:00"]

    def test_the_time_around_is_free_too(self):
        taken = frozenset({slot_at(local(TUESDAY, 10))})
        known = Known(hours=[hours()], taken=taken)

        assert clock(free_starts(known, asked(30))) == ["09:00", "09:30", "10:30", "11:00", "11:30"]
        assert clock(free_starts(known, asked(30, after=15))) == ["09:00", "10:30", "11:00", "11:30"]
        assert clock(free_starts(known, asked(30, before=30, after=15))) == ["09:00", "11:00", "11:30"]

    def test_the_time_around_may_lie_outside_her_hours(self):
        assert clock(free_starts(Known(hours=[hours(ends=10)]), asked(before=60, after=60))) == ["09:00"]

    def test_nothing_before_the_notice_nor_after_the_horizon(self):
        wanted = Asked(minutes=60, earliest=local(TUESDAY, 9, 30), latest=local(TUESDAY, 10))

        assert clock(free_starts(Known(hours=[hours()]), wanted)) == ["09:30", "10:00"]

    def test_the_start_does_not_depend_on_where_one_looks_from(self):
        wanted = Asked(minutes=60, earliest=local(TUESDAY, 9, 20), latest=local(TUESDAY, 12))

        assert clock(free_starts(Known(hours=[hours()]), wanted)) == ["09:30", "10:00", "10:30", "11:00"]

    def test_each_keeps_the_clock_of_her_place(self):
        known = Known(hours=[hours(zone=REUNION)])

        assert clock(free_starts(known, asked()), REUNION)[0] == "09:00"
        assert clock(free_starts(known, asked()))[0] == "06:00"


class TestChangesOfClocks:
    def test_nine_o_clock_stays_nine_o_clock(self):
        known = Known(hours=[hours(weekday=0)])
        before = free_starts(known, asked(day=SPRING - timedelta(days=6)))
        after = free_starts(known, asked(day=SPRING + timedelta(days=1)))

        assert clock(before) == clock(after)
        assert after[0] - before[0] == timedelta(days=7, hours=-1)

    def test_an_hour_that_does_not_exist_is_not_offered(self):
        known = Known(hours=[hours(weekday=6, starts=1, ends=4)])
        slots = working_slots(known, asked(day=SPRING))

        assert len(slots) == 8  # three hours on the clock, two in the world

    @pytest.mark.parametrize(("start", "end"), [(2, 4), (1, 2)])
    def test_an_hour_that_comes_twice_is_only_promised_where_it_is_sure(self, start, end):
        stretch = stretch_of(AUTUMN, time(start), time(end), PARIS)

        assert stretch is not None
        assert (stretch[1] - stretch[0]) in (timedelta(hours=1), timedelta(hours=2))
        assert stretch[0] >= local(AUTUMN, 1)

    def test_nothing_is_left_of_a_stretch_inside_the_hour_that_is_jumped(self):
        assert stretch_of(SPRING, time(2, 15), time(2, 45), PARIS) is None


quarters = st.integers(min_value=0, max_value=95)
SUNDAY_BEFORE = SPRING - timedelta(days=3)


@given(
    ranges=st.lists(
        st.tuples(st.integers(0, 6), quarters, quarters).filter(lambda one: one[1] < one[2]), max_size=12
    ),
    taken=st.sets(st.integers(min_value=0, max_value=7 * 96), max_size=60),
    minutes=st.sampled_from([15, 30, 45, 60, 90]),
    before=st.sampled_from([0, 10, 15, 60]),
    after=st.sampled_from([0, 15, 25]),
    first=st.sampled_from([SUNDAY_BEFORE, AUTUMN - timedelta(days=3), TUESDAY]),
)
def test_what_is_offered_is_hers_and_free_over_every_change_of_clocks(
    ranges, taken, minutes, before, after, first
):
    def at(quarter):
        return time(quarter // 4, quarter % 4 * 15)

    origin = slot_at(local(first, 0))
    known = Known(
        hours=[
            Hours(
                weekday=day,
                starts=at(start),
                ends=at(end),
                first_on=date(2026, 1, 1),
                last_on=None,
                time_zone=PARIS,
            )
            for day, start, end in ranges
        ],
        taken=frozenset(origin + slot for slot in taken),
    )
    wanted = asked(minutes, day=first, days=7, before=before, after=after)
    by_weekday = {(day, start, end) for day, start, end in ranges}

    for start in free_starts(known, wanted):
        assert start.tzinfo is UTC or start.utcoffset() == timedelta(0)
        assert known.taken.isdisjoint(wanted.slots(slot_at(start)))
        for minute in range(0, minutes, 15):
            there = to_local(start + timedelta(minutes=minute), PARIS)
            quarter = there.hour * 4 + there.minute // 15
            assert any(day == there.weekday() and s <= quarter < e for day, s, e in by_weekday)
        assert wanted.earliest <= start <= wanted.latest


def test_eight_weeks_of_three_ranges_a_day_take_no_time():
    known = Known(hours=[hours(day, start, start + 2) for day in range(7) for start in (8, 11, 15)])
    begun = datetime.now(UTC)

    found = free_starts(known, asked(day=TUESDAY, days=56))

    assert len(found) > 400
    assert datetime.now(UTC) - begun < timedelta(seconds=2)

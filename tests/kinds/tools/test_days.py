from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared_services.kinds.tools.days import after_turnaround, common, day_of, is_open, slot_of, slots_of

FRIDAY = date(2027, 2, 5)
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
WEEKDAYS = st.sets(st.sampled_from("0123456"), min_size=1).map(lambda digits: "".join(sorted(digits)))


@given(DAYS)
def test_a_day_is_one_slot_even_when_clocks_change(day):
    assert day_of(slot_of(day)) == day
    assert slot_of(day + timedelta(days=1)) == slot_of(day) + 1


def test_both_days_are_included():
    assert len(slots_of(FRIDAY, FRIDAY)) == 1
    assert len(slots_of(FRIDAY, FRIDAY + timedelta(days=3))) == 4


def test_what_is_in_both_stretches():
    assert common(range(3, 9), range(6, 20)) == range(6, 9)
    assert not common(range(3, 9), range(9, 20))


def test_a_kit_brought_back_on_friday_is_checked_on_monday():
    assert after_turnaround(FRIDAY, "01234", 1) == date(2027, 2, 8)
    assert after_turnaround(FRIDAY, "01234", 0) == FRIDAY


@given(DAYS, WEEKDAYS, st.integers(0, 10))
def test_so_many_open_days_are_left_to_check_it(last, weekdays, wanted):
    end = after_turnaround(last, weekdays, wanted)

    between = [last + timedelta(days=n) for n in range(1, (end - last).days + 1)]
    assert sum(is_open(day, weekdays) for day in between) == wanted
    assert end == last or is_open(end, weekdays)

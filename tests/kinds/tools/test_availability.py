from hypothesis import given
from hypothesis import strategies as st

from shared_services.kinds.tools.availability import Availability, Stock, nearest

DAYS = range(100, 140)
STRETCHES = st.tuples(st.integers(90, 145), st.integers(0, 12)).map(lambda p: range(p[0], p[0] + p[1] + 1))
ABSENCES = st.lists(st.tuples(st.integers(1, 8), STRETCHES), max_size=8).map(tuple)


@given(
    st.frozensets(st.integers(1, 6)),
    ABSENCES,
    st.lists(st.tuples(STRETCHES, st.just("Fermé")), max_size=3).map(tuple),
)
def test_what_serves_agrees_with_counting_unit_by_unit(units, absences, closures):
    serving = Stock(units, absences, closures).in_service(DAYS)

    for day in DAYS:
        here = [u for u in units if not any(u == unit and day in days for unit, days in absences)]
        assert serving[day] == (0 if any(day in days for days, _why in closures) else len(here))


def test_a_unit_away_twice_is_away_once():
    stock = Stock(frozenset({1, 2}), ((1, range(100, 110)), (1, range(105, 112))))

    assert set(stock.in_service(range(100, 112)).values()) == {1}


@given(
    st.dictionaries(st.sampled_from(DAYS), st.integers(0, 9)),
    st.dictionaries(st.sampled_from(DAYS), st.integers(0, 9)),
)
def test_left_is_never_below_nothing_and_the_fullest_day_decides(serving, taken):
    availability = Availability(serving, taken)

    left = [availability.left(day) for day in DAYS]
    assert min(left) >= 0
    assert availability.left_over(DAYS) == min(left)


def test_the_nearest_days_come_first_and_the_earlier_one_before_the_later():
    assert list(nearest(range(10, 15), 12)) == [12, 11, 13, 10, 14]

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_services.core.i18n import force_locale
from shared_services.core.relative_dates import MOST_DAYS, Before, read_before
from tests.support.makers import local

START = local(date(2027, 4, 5), 9, 30)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14", Before(14)),
        ("J-14", Before(14)),
        ("14 jours", Before(14)),
        ("1 jour avant", Before(1)),
        ("14 jours avant, à 18 h", Before(14)),
        ("14 jours avant à 9h30", Before(14, time(9, 30))),
        ("2 days before, at 9:00", Before(2, time(9))),
        ("le jour même, à 8 h", Before(0, time(8))),
        ("0 8:15", Before(0, time(8, 15))),
    ],
)
def test_people_type_it_as_they_say_it(typed, meant):
    assert read_before(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "bientôt", "-3", "366", "14 jours après", "3 à 25 h", "3 à 9 h 75", "9 h"]
)
def test_the_rest_is_not_understood(typed):
    assert read_before(typed) is None


@given(
    st.builds(Before, st.integers(0, MOST_DAYS), st.times().map(lambda t: t.replace(second=0, microsecond=0)))
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_shown_may_be_typed_again(app, language, before):
    with app.app_context(), app.test_request_context(), force_locale(language):
        assert read_before(str(before).replace("\u00a0", " ")) == before


def test_days_are_those_of_the_calendar_over_a_change_of_clocks():
    eight_days_before = Before(8, time(9, 30)).at(START, "Europe/Paris")

    assert eight_days_before == datetime(2027, 3, 28, 7, 30, tzinfo=UTC)
    assert Before(9, time(9, 30)).at(START, "Europe/Paris") == datetime(2027, 3, 27, 8, 30, tzinfo=UTC)


def test_the_hour_is_that_of_the_place():
    start = local(date(2027, 4, 5), 9, 30, "Indian/Reunion")

    assert Before(14, time(18)).at(start, "Indian/Reunion") == datetime(2027, 3, 22, 14, tzinfo=UTC)


def test_an_hour_that_the_clocks_skip_is_told_by_the_clock_after_them():
    assert Before(8, time(2, 30)).at(START, "Europe/Paris") == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_the_first():
    start = local(date(2027, 11, 1), 9, 30)

    assert Before(1, time(2, 30)).at(start, "Europe/Paris") == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)

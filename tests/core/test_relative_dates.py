from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_services.core.i18n import force_locale
from shared_services.core.relative_dates import MOST_DAYS, Before, BeforeType, read_before, stored
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
        ("la veille à 18 h 30", Before(1, time(18, 30))),
        ("LA VEILLE", Before(1)),
        ("the day before, at 6:30 pm", Before(1, time(18, 30))),
        ("2 days before at 12 am", Before(2, time(0))),
        ("2 semaines avant le début", Before(14)),
        ("une semaine avant, à 9 h", Before(7, time(9))),
        ("3 h avant", Before(hours=3)),
        ("48 heures avant", Before(hours=48)),
        ("1 hour before", Before(hours=1)),
    ],
)
def test_people_type_it_as_they_say_it(typed, meant):
    assert read_before(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "bientôt", "-3", "366", "14 jours après", "3 à 25 h", "3 à 9 h 75", "9 h", "2 at 13 pm"],
)
def test_the_rest_is_not_understood(typed):
    assert read_before(typed) is None


befores = st.one_of(
    st.builds(
        Before, st.integers(0, MOST_DAYS), st.times().map(lambda t: t.replace(second=0, microsecond=0))
    ),
    st.builds(Before, hours=st.integers(0, 999)),
)


@given(befores)
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


def test_hours_are_hours_of_the_clock():
    start = local(date(2027, 3, 28), 9, 30)  # the clocks went forward that night

    assert Before(hours=12).at(start, "Europe/Paris") == datetime(2027, 3, 27, 19, 30, tzinfo=UTC)


@given(befores)
def test_a_column_gives_back_what_it_was_given(before):
    assert BeforeType().process_result_value(stored(before), None) == before  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "french", "english"),
    [
        (Before(14), "14 jours avant, à 18 h", "14 days before, at 6 pm"),
        (Before(1, time(12)), "la veille, à 12 h", "the day before, at 12 pm"),
        (Before(0, time(8, 5)), "le jour même, à 8 h 05", "the same day, at 8:05 am"),
        (Before(hours=3), "3 heures avant", "3 hours before"),
    ],
)
def test_it_is_said_in_both_languages(app, before, french, english):
    for language, said in (("fr", french), ("en", english)):
        with app.test_request_context(), force_locale(language):
            assert str(before).replace("\u00a0", " ") == said

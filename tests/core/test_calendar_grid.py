from datetime import date

import pytest

from shared_services.core.calendar_grid import Stretch, name_day, read_day

TUESDAY = date(2027, 2, 2)


@pytest.fixture(autouse=True)
def in_french(app):
    with app.test_request_context("/"):
        yield


def test_a_month_is_whole_weeks_and_days_outside_are_empty():
    weeks = Stretch("month", TUESDAY, TUESDAY).weeks({TUESDAY: ["x"], date(2027, 3, 1): ["y"]})

    assert [len(week) for week in weeks] == [7, 7, 7, 7]
    assert [cell.entries for cell in weeks[0]][:3] == [[], ["x"], []]
    assert weeks[0][1].is_today


def test_a_month_that_starts_in_the_middle_of_a_week_shows_no_other_days():
    first = Stretch("month", date(2027, 1, 15), TUESDAY).weeks({date(2026, 12, 31): ["x"]})[0]

    assert [cell.is_inside for cell in first] == [False] * 4 + [True] * 3
    assert first[3].entries == []


def test_before_and_after_are_whole_months_or_weeks():
    month = Stretch("month", date(2027, 3, 31), TUESDAY)
    week = Stretch("week", TUESDAY, TUESDAY)

    assert month.previous == {"view": "month", "on": "2027-02-01"}
    assert month.following == {"view": "month", "on": "2027-04-01"}
    assert week.previous == {"view": "week", "on": "2027-01-25"}


@pytest.mark.parametrize("given", [{}, {"on": "2027-02-30", "view": "year"}, {"on": "0001-01-01"}])
def test_what_is_not_understood_is_the_present_month(given):
    stretch = Stretch.read(given, today=TUESDAY)

    assert (stretch.view, stretch.on) == ("month", TUESDAY)


def test_days_are_said_as_people_say_them():
    assert name_day(date(2027, 2, 1)) == "lundi 1er février"
    assert Stretch("month", TUESDAY, TUESDAY).title == "février 2027"
    assert Stretch("week", TUESDAY, TUESDAY).title == "semaine du 1er février 2027"
    assert read_day("2100-01-01") is None

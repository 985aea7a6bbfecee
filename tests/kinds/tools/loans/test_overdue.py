from datetime import date, timedelta

import pytest

from shared_services.kinds.tools.loans.overdue import Told, days_late, due_step, return_reminder_at
from tests.support.makers import local

DUE = local(date(2027, 3, 25), 17)  # clocks change on the 28th


def on(days, hour=10):
    return local(date(2027, 3, 25) + timedelta(days=days), hour)


@pytest.mark.parametrize(
    ("days", "step"),
    [(0, None), (1, 1), (2, 1), (3, 3), (6, 3), (7, 7), (13, 7), (14, 14), (27, 14), (28, 28), (60, 56)],
)
def test_told_at_growing_intervals_and_after_an_outage_only_the_last(days, step):
    found = due_step(DUE, "Europe/Paris", now=on(days))

    assert (found.days if found else None) == step


def test_from_nine_in_the_morning():
    assert due_step(DUE, "Europe/Paris", now=on(1, 8)) is None
    assert due_step(DUE, "Europe/Paris", now=on(1, 9)).days == 1


def test_first_the_borrower_then_her_referent_then_the_hub():
    told = [due_step(DUE, "Europe/Paris", now=on(days)).told for days in (1, 3, 7, 14)]

    assert told == [Told.BORROWER, Told.REFERENTS, Told.MANAGERS, Told.MANAGERS]


def test_days_are_those_of_the_calendar_over_a_change_of_clocks():
    assert days_late(DUE, "Europe/Paris", now=on(4, 0)) == 4


def test_the_return_is_reminded_at_nine_the_day_before_whatever_the_clocks_do():
    due = local(date(2027, 3, 29), 17)

    assert return_reminder_at(due, "Europe/Paris") == local(date(2027, 3, 28), 9)

from datetime import date, time, timedelta

import pytest

from shared_services.basket.wish import BACKWARDS, NO_DAY, PAST, TOO_LONG, FreeWish, all_sorts, read_free_wish

TODAY = date(2027, 1, 4)
DAY = timedelta(days=1)
ASKED = {
    "from": "2027-02-02",
    "to": "2027-02-04",
    "from_hour": "09:30",
    "to_hour": "17:00",
    "departement": "62",
    "around": "neighbours",
    "units": "2",
}


def read(given, what=()):
    return read_free_wish(given, what, {"62", "42"})


def test_an_address_says_all_that_was_asked_and_comes_back_the_same():
    wish = read(ASKED, ["tools", "rooms"])

    assert (wish.first, wish.last) == (date(2027, 2, 2), date(2027, 2, 4))
    assert (wish.from_hour, wish.to_hour) == (time(9, 30), time(17))
    assert wish.address() == ASKED | {"units": 2, "what": ["rooms", "tools"]}
    assert read(ASKED, wish.address()["what"]) == wish


def test_everything_ticked_is_said_like_nothing_ticked():
    assert read(ASKED, list(all_sorts())) == read(ASKED)
    assert read(ASKED).sought.sorts == set(all_sorts())


@pytest.mark.parametrize(
    "given",
    [
        {"from": "demain", "to": "2027-02-31"},
        {"from_hour": "25:00", "to_hour": "midi"},
        {"departement": "99", "around": "neighbours"},
        {"around": "neighbours"},
        {"units": "0"},
        {"units": "-3"},
        {"units": "²"},
        {"units": "9" * 30},
    ],
)
def test_what_makes_no_sense_asks_for_nothing(given):
    nothing = FreeWish(is_asked="from" in given)

    assert read(given, ["<script>"]) == nothing


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        (None, TODAY, NO_DAY),
        (TODAY, None, NO_DAY),
        (TODAY + DAY, TODAY, BACKWARDS),
        (TODAY - DAY, TODAY - DAY, PAST),
        (TODAY, TODAY + 63 * DAY, TOO_LONG),
        (TODAY, TODAY, None),
        (TODAY - DAY, TODAY + 61 * DAY, None),
    ],
)
def test_days_that_cannot_be_looked_for_say_why(first, last, wrong):
    assert FreeWish(first=first, last=last).wrong(TODAY) == wrong


def test_the_same_some_days_later():
    wish = FreeWish(first=TODAY, last=TODAY + DAY)

    assert wish.shifted(7).first == TODAY + 7 * DAY
    assert FreeWish().shifted(7) == FreeWish()

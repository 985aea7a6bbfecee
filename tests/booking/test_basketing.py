from datetime import date, datetime, time

import pytest

from shared_services.booking.basketing import Sought

DAY = date(2027, 2, 2)


def on(text):
    return datetime.fromisoformat(f"{text}+01:00")


@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [
        (on("2027-02-02 09:00"), on("2027-02-03 17:00"), True),
        (on("2027-02-01 09:00"), on("2027-02-02 17:00"), False),
        (on("2027-02-03 09:00"), on("2027-02-04 17:00"), False),
        (on("2027-02-02 08:59"), on("2027-02-02 17:00"), False),
        (on("2027-02-02 09:00"), on("2027-02-02 17:01"), False),
    ],
)
def test_a_stretch_lies_within_the_days_and_the_hours(start, end, inside):
    sought = Sought(first=DAY, last=date(2027, 2, 3), from_hour=time(9), to_hour=time(17))

    assert sought.is_within(start, end) == inside


def test_without_hours_any_hour_will_do():
    assert Sought(first=DAY, last=DAY).is_within(on("2027-02-02 00:00"), on("2027-02-02 23:59"))

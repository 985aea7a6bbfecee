from datetime import date

import pytest

from shared_services.core.public_holidays import name_of_holiday

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.parametrize("code", ["57", "67", "68"])
def test_two_days_of_alsace_moselle(code):
    assert name_of_holiday(date(2027, 3, 26), [code]) == "Vendredi saint"
    assert name_of_holiday(date(2027, 12, 26), [code])


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("971", date(2027, 5, 27)),
        ("972", date(2027, 5, 22)),
        ("973", date(2027, 6, 10)),
        ("974", date(2027, 12, 20)),
        ("976", date(2027, 4, 27)),
    ],
)
def test_the_abolition_of_slavery_has_its_day_in_each_departement_overseas(code, day):
    assert name_of_holiday(day, [code])
    assert name_of_holiday(day, ["62"]) is None


@pytest.mark.parametrize("codes", [[], ["62"], ["975"], ["2A"], ["974"]])
def test_the_days_of_the_whole_country_are_holidays_everywhere(codes):
    assert name_of_holiday(date(2027, 7, 14), codes) == "Fête nationale"


def test_one_departement_of_several_is_enough():
    assert name_of_holiday(date(2027, 3, 26), ["54", "57"])
    assert name_of_holiday(date(2027, 3, 25), ["54", "57"]) is None

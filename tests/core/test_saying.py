from datetime import date

import pytest

from shared_services.core.i18n import force_locale
from shared_services.core.saying import euros, say_day, say_duration


@pytest.fixture(autouse=True)
def _here(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("locale", "day", "words"),
    [
        ("fr", date(2027, 2, 2), "mardi 2 février 2027"),
        ("fr", date(2027, 2, 1), "lundi 1er février 2027"),
        ("en", date(2027, 2, 1), "Monday 1 February 2027"),
    ],
)
def test_days_have_their_year(locale, day, words):
    with force_locale(locale):
        assert say_day(day) == words


@pytest.mark.parametrize(("cents", "words"), [(4_500, "45 €"), (1_250, "12,50 €"), (123_456, "1 234,56 €")])
def test_amounts(cents, words):
    with force_locale("fr"):
        assert euros(cents).replace("\u00a0", " ").replace("\u202f", " ") == words


@pytest.mark.parametrize(
    ("minutes", "words"), [(45, "45 min"), (60, "1 h"), (185, "3 h 05"), (210, "3 h 30")]
)
def test_durations(minutes, words):
    assert say_duration(minutes).replace("\u00a0", " ") == words

"""Public holidays of a French département, named in the reader's language.

The dates come from the library `holidays`, which knows the abolition days overseas (Code du travail,
L3422-2) and, under Moselle only, the two days of Alsace-Moselle (L3134-13): the Bas-Rhin and the
Haut-Rhin have the same. Good Friday is a holiday there in communes with a Protestant church.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays

from .i18n import get_locale

SUBDIVISIONS = {
    "57": "57",
    "67": "57",
    "68": "57",
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "975": "PM",
    "976": "976",
}
WORDS = {"fr": "fr", "en": "en_US"}


def name_of_holiday(day: date, departements: Iterable[str]) -> str | None:
    """What is celebrated that day in one of the départements, in the whole country when there are none."""
    language = WORDS.get(str(get_locale()), "fr")
    for code in sorted(departements) or [""]:
        name = _of_year(SUBDIVISIONS.get(code), day.year, language).get(day)
        if name:
            return name
    return None


@lru_cache(maxsize=200)
def _of_year(subdivision: str | None, year: int, language: str) -> dict[date, str]:
    return dict(holidays.country_holidays("FR", subdiv=subdivision, years=year, language=language))

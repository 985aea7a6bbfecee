"""Opening days as people say them, in the reader's language."""

from itertools import groupby

from babel.dates import get_day_names

from shared_services.core.i18n import _, get_locale

MOST_WORDS = 100
RUN = 3  # « lundi et mardi », but « du lundi au mercredi »


def weekday_names() -> dict[str, str]:
    """« lundi » to « dimanche », by the digit that stands for them."""
    names = get_day_names("wide", locale=get_locale() or "fr")
    return {str(number): names[number] for number in range(7)}


def opening_days(weekdays: str) -> list[str]:
    """["du lundi au vendredi"], ["mardi", "jeudi"]."""
    names = weekday_names()
    said: list[str] = []
    numbered = enumerate(int(digit) for digit in sorted(weekdays))
    for _key, run in groupby(numbered, key=lambda pair: pair[1] - pair[0]):
        days = [names[str(day)] for _place, day in run]
        if len(days) >= RUN:
            said.append(_("du %(first)s au %(last)s", first=days[0], last=days[-1]))
        else:
            said += days
    return said


def plain_words(text: str) -> str:
    """What somebody looks for, as a page may show it again."""
    return "".join(sign for sign in text if sign.isprintable()).strip()[:MOST_WORDS]

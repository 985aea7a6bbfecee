"""What a reader looks for, and how it is written in an address. Knows neither pages nor rows."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode

from shared_services.booking.local_days import DayPart
from shared_services.catalogue.models import Level, Modality
from shared_services.catalogue.search import Around, Wanted

LONGEST_SEARCH = 100
FIRST_YEAR, LAST_YEAR = 2000, 2100
YES = "1"


class Sort(StrEnum):
    NEXT_DATE = ""
    NEWEST = "newest"
    TITLE = "title"
    PRICE = "price"


@dataclass(frozen=True, kw_only=True)
class Wish(Wanted):
    """What is asked of an offer, and of its dates: days are those of the place, `weekday` 1 is Monday."""

    from_on: date | None = None
    to_on: date | None = None
    weekday: str = ""
    part: str = ""
    has_seats: bool = False
    sort: str = ""

    @property
    def asks_dates(self) -> bool:
        """Whether an offer without a date to come cannot answer."""
        return bool(self.from_on or self.to_on or self.weekday or self.part or self.has_seats)

    def without(self, name: str) -> "Wish":
        """The same with one condition given up; what only widens a département goes with it."""
        given_up: dict[str, Any] = {name: _DEFAULTS[name]}
        if name == "departement":
            given_up["around"] = ""
        return replace(self, **given_up)

    def widened(self, around: Around) -> "Wish":
        return replace(self, around=str(around))

    def conditions(self) -> list[str]:
        """The names of what narrows the search, in the order of the form."""
        return [name for name in NARROWING if getattr(self, name)]


_DEFAULTS = {field.name: field.default for field in fields(Wish)}

# The name of each condition in an address, in the order in which it is written there.
NAMES = {
    "words": "q",
    "departement": "departement",
    "around": "around",
    "from_on": "from",
    "to_on": "to",
    "weekday": "weekday",
    "part": "part",
    "modality": "modality",
    "theme": "theme",
    "level": "level",
    "hub": "hub",
    "is_free": "free",
    "has_seats": "seats",
    "sort": "sort",
}
NARROWING = tuple(name for name in NAMES if name not in ("around", "sort"))
CHOICES: dict[str, Set[str]] = {
    "around": {str(value) for value in Around},
    "weekday": {str(number) for number in range(1, 8)},
    "part": {str(value) for value in DayPart},
    "modality": {str(value) for value in Modality},
    "level": {str(value) for value in Level},
    "sort": {str(value) for value in Sort},
}


def read_wish(
    given: Mapping[str, str], known: Mapping[str, Set[str]] | None = None
) -> tuple[Wish, list[str]]:
    """The wish of an address, and the conditions that could not be understood and are left out.

    `known` gives the départements, themes and hubs there are; without it any is believed.
    """
    wish: dict[str, Any] = {}
    wrong = []
    for name, parameter in NAMES.items():
        text = given.get(parameter, "").strip()
        if not text:
            continue
        value = _read(name, text, CHOICES.get(name) or (known or {}).get(name))
        if value is None:
            wrong.append(name)
        else:
            wish[name] = value
    if wish.get("from_on") and wish.get("to_on") and wish["to_on"] < wish["from_on"]:
        del wish["to_on"]
        wrong.append("to_on")
    if "departement" not in wish:
        wish.pop("around", None)
    return Wish(**wish), wrong


def _read(name: str, text: str, known: Set[str] | None) -> Any:
    """What a parameter says, None when it says nothing we know."""
    if name == "words":
        return text[:LONGEST_SEARCH]
    if name in ("from_on", "to_on"):
        return _day(text)
    if name in ("is_free", "has_seats"):
        return True if text == YES else None
    return text if known is None or text in known else None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year < LAST_YEAR else None


def address(wish: Wish) -> dict[str, str]:
    """The wish as it is written in an address: what is not said is not written."""
    said = {parameter: getattr(wish, name) for name, parameter in NAMES.items()}
    return {parameter: YES if value is True else str(value) for parameter, value in said.items() if value}


def canonical(wish: Wish) -> str:
    """The one string of a wish: two readers who want the same thing write the same."""
    return urlencode(address(wish))


def from_canonical(query: str) -> Wish:
    """What was kept; a condition this version no longer knows is left out."""
    return read_wish(dict(parse_qsl(query)))[0]

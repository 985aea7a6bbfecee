"""Dates that follow another one: « 14 jours avant, à 18 h », « 3 heures avant »."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Dialect, String, TypeDecorator

from .i18n import _, ngettext
from .local_time import say_hour
from .text import without_accents

MOST_DAYS = 365
USUAL_HOUR = time(18)

_BEFORE = r"(?:avant|before|plus tot|earlier)(?: le debut| the start)?"
_AT = (
    r"(?:,? ?(?:a |at )?(?P<hour>\d{1,2}) ?"
    r"(?:(?:h|:) ?(?P<minute>\d\d)?|(?::(?P<minutes>\d\d))? ?(?P<half>[ap])m))?"
)
_DAYS = re.compile(
    r"(?:(?:j ?- ?)?(?P<number>\d{1,3}|une?|an?|one) ?(?P<unit>jours?|j|days?|d|semaines?|weeks?)?"
    rf"(?: ?{_BEFORE})?|(?P<eve>la veille|the day before)|le jour meme|the same day)" + _AT
)
_HOURS = re.compile(rf"(?P<number>\d{{1,3}}|une|an|one) ?(?:heures?|h|hours?) ?{_BEFORE}")


@dataclass(frozen=True)
class Before:
    """`days` calendar days before a start, at `hour` of the place's wall clock; or so many `hours` before.

    Calendar days, not 24 hours: over a change of clocks it stays the same hour. An hour that the clocks
    skip is told by the clock after them; one that comes twice is the first.
    """

    days: int = 0
    hour: time = USUAL_HOUR
    hours: int | None = None

    def at(self, start: datetime, zone_name: str) -> datetime:
        """The instant (aware UTC) for something that starts then, there."""
        if self.hours is not None:
            return start - timedelta(hours=self.hours)
        zone = ZoneInfo(zone_name)
        day = start.astimezone(zone).date() - timedelta(days=self.days)
        return datetime.combine(day, self.hour, zone).astimezone(UTC)

    def __str__(self) -> str:
        """« 14 jours avant, à 18 h », as it may be typed again."""
        if self.hours is not None:
            return ngettext("%(num)d heure avant", "%(num)d heures avant", self.hours)
        hour = say_hour(self.hour)
        if self.days == 0:
            return _("le jour même, à %(hour)s", hour=hour)
        if self.days == 1:
            return _("la veille, à %(hour)s", hour=hour)
        return ngettext(
            "%(num)d jour avant, à %(hour)s", "%(num)d jours avant, à %(hour)s", self.days, hour=hour
        )


def read_before(text: str) -> Before | None:
    """What people type, in French or English: « 14 », « J-14 », « la veille à 18 h 30 », « 3 h avant »."""
    plain = " ".join(without_accents(text).split())
    if match := _HOURS.fullmatch(plain):
        return Before(hours=_number(match["number"]))
    match = _DAYS.fullmatch(plain)
    if match is None:
        return None
    try:
        days, hour = _days(match), _hour(match)
    except ValueError:
        return None
    return Before(days, hour) if days <= MOST_DAYS else None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else 1


def _days(match: re.Match[str]) -> int:
    if not match["number"]:
        return 1 if match["eve"] else 0
    if not match["number"].isdigit() and not match["unit"]:
        raise ValueError("a number in words needs its unit")
    return _number(match["number"]) * (7 if (match["unit"] or "j")[0] in "sw" else 1)


def _hour(match: re.Match[str]) -> time:
    """Raises ValueError for an hour that no clock shows."""
    if match["hour"] is None:
        return USUAL_HOUR
    hour, half = int(match["hour"]), match["half"]
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("an hour of half a day")
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(match["minute"] or match["minutes"] or 0))


class BeforeType(TypeDecorator[Before]):
    """Stored as « 14 18:00 », or « 3h »."""

    impl = String(9)
    cache_ok = True

    def process_bind_param(self, value: Before | None, dialect: Dialect) -> str | None:
        return stored(value) if value is not None else None

    def process_result_value(self, value: Any, dialect: Dialect) -> Before | None:
        if value is None:
            return None
        if value.endswith("h"):
            return Before(hours=int(value[:-1]))
        days, hour = value.split()
        return Before(int(days), time.fromisoformat(hour))


def stored(before: Before) -> str:
    """As it stands in a column, whatever the language."""
    return f"{before.hours}h" if before.hours is not None else f"{before.days} {before.hour:%H:%M}"

"""Dates that follow another one: so many days before a start, at an hour of the wall clock there."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Dialect, String, TypeDecorator

from .i18n import _, ngettext

MOST_DAYS = 365
USUAL_HOUR = time(18)
_TYPED = re.compile(
    r"(?:j\s*-\s*)?(?P<days>\d{1,3})\s*(?:j|jours?|d|days?)?\s*(?:avant|before)?\s*"
    r"(?:,?\s*(?:à|a|at)?\s*(?P<hour>\d{1,2})\s*(?:h|:)\s*(?P<minute>\d{2})?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, order=True)
class Before:
    """`days` calendar days before a start, at `hour` of the place's wall clock.

    Calendar days, not 24 hours: over a change of clocks it stays the same hour. An hour that the clocks
    skip is told by the clock after them; one that comes twice is the first.
    """

    days: int
    hour: time = USUAL_HOUR

    def at(self, start: datetime, zone_name: str) -> datetime:
        """The instant (aware UTC) for something that starts then, there."""
        zone = ZoneInfo(zone_name)
        day = start.astimezone(zone).date() - timedelta(days=self.days)
        return datetime.combine(day, self.hour, zone).astimezone(UTC)

    def __str__(self) -> str:
        """« 14 jours avant, à 18 h », as it may be typed again."""
        hour = f"{self.hour.hour} h" + (f" {self.hour.minute:02d}" if self.hour.minute else "")
        if self.days == 0:
            return _("le jour même, à %(hour)s", hour=hour)
        return ngettext(
            "%(num)d jour avant, à %(hour)s", "%(num)d jours avant, à %(hour)s", self.days, hour=hour
        )


def read_before(text: str) -> Before | None:
    """What people type: « 14 », « J-14 », « 14 jours avant, à 18 h 30 », « 2 days before, at 9:00 »."""
    plain = " ".join(text.split())
    plain = re.sub(r"^(le jour même|the same day)", "0", plain, flags=re.IGNORECASE)
    match = _TYPED.fullmatch(plain)
    if match is None or int(match["days"]) > MOST_DAYS:
        return None
    if match["hour"] is None:
        return Before(int(match["days"]))
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    return Before(int(match["days"]), time(hour, minute)) if hour < 24 and minute < 60 else None


class BeforeType(TypeDecorator[Before]):
    """Stored as « 14 18:00 »."""

    impl = String(9)
    cache_ok = True

    def process_bind_param(self, value: Before | None, dialect: Dialect) -> str | None:
        return f"{value.days} {value.hour:%H:%M}" if value is not None else None

    def process_result_value(self, value: Any, dialect: Dialect) -> Before | None:
        if value is None:
            return None
        days, hour = value.split()
        return Before(int(days), time.fromisoformat(hour))

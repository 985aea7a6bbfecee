"""A month or a week as rows of days, whatever stands in them. Knows neither the database nor the request."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date

from .i18n import _, get_locale

MONTH, WEEK = "month", "week"
FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True)
class Stretch:
    """The month or the week that holds the day `on`; `today` is that of the place."""

    view: str
    on: date
    today: date

    @classmethod
    def read(cls, given: Mapping[str, str], *, today: date) -> "Stretch":
        """From an address; the present month when it asks for nothing we know."""
        view = given.get("view", "")
        on = read_day(given.get("on", "")) or today
        return cls(view if view in (MONTH, WEEK) else MONTH, on, today)

    @property
    def first(self) -> date:
        """The first of the month, or Monday."""
        return self.on.replace(day=1) if self.view == MONTH else self.on - timedelta(days=self.on.weekday())

    @property
    def last(self) -> date:
        """The last day, included."""
        if self.view == MONTH:
            return self.on.replace(day=monthrange(self.on.year, self.on.month)[1])
        return self.first + timedelta(days=6)

    @property
    def previous(self) -> dict[str, str]:
        return self.address(self.first - timedelta(days=1))

    @property
    def following(self) -> dict[str, str]:
        return self.address(self.last + timedelta(days=1))

    def address(self, on: date, view: str = "") -> dict[str, str]:
        """How the stretch of that day is written in the address of a page."""
        there = replace(self, on=on, view=view or self.view)
        return {"view": there.view, "on": there.first.isoformat()}

    @property
    def title(self) -> str:
        """« février 2027 », « semaine du 1er février 2027 »."""
        if self.view == MONTH:
            return format_date(self.first, "LLLL y", locale=_locale())
        return _("semaine du %(day)s", day=name_day(self.first, "d MMMM y"))

    @property
    def weekdays(self) -> list[tuple[str, str]]:
        """Monday to Sunday, whole and short."""
        monday = self.first - timedelta(days=self.first.weekday())
        week = [monday + timedelta(days=number) for number in range(7)]
        return [(name_day(day, "EEEE"), name_day(day, "EEE")) for day in week]

    def weeks(self, entries: Mapping[date, list[Any]]) -> list[list["Cell"]]:
        """Whole weeks from Monday to Sunday that cover the stretch, with what stands in each day."""
        monday = self.first - timedelta(days=self.first.weekday())
        rows = []
        while monday <= self.last:
            days = [monday + timedelta(days=number) for number in range(7)]
            rows.append([self._cell(day, entries.get(day, [])) for day in days])
            monday += timedelta(days=7)
        return rows

    def _cell(self, day: date, entries: list[Any]) -> "Cell":
        is_inside = self.first <= day <= self.last
        return Cell(day, name_day(day), entries if is_inside else [], day == self.today, is_inside)


@dataclass(frozen=True)
class Cell:
    """One day; a day outside the month shown is empty."""

    day: date
    name: str
    entries: list[Any]
    is_today: bool
    is_inside: bool


def read_day(text: str) -> date | None:
    """`2027-02-02`, within the years that calendars show."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def name_day(day: date, pattern: str = "EEEE d MMMM") -> str:
    """« mardi 2 février »."""
    said = format_date(day, pattern, locale=_locale())
    return f" {said}".replace(" 1 ", " 1er ").strip() if day.day == 1 and _locale() == "fr_FR" else said


def _locale() -> str:
    locale = get_locale()
    return "en_GB" if locale is not None and locale.language == "en" else "fr_FR"

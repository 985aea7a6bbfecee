"""The catalogue as a month or a week: days of the places, the first dates of each, the way to the others."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy.orm import Session

from shared_services.core import clock
from shared_services.core.i18n import _, get_locale
from shared_services.core.local_time import HOME_ZONE
from shared_services.finding.queries import find_next_day, list_days
from shared_services.finding.wish import FIRST_YEAR, LAST_YEAR, Wish, address

from ..dated import Dated, with_seats
from .wish_words import plain_day

MONTH, WEEK = "month", "week"
MOST_A_DAY = {MONTH: 3, WEEK: 12}


@dataclass(frozen=True)
class Layout:
    """A month or a week, given by one of its days."""

    name: str
    on: date
    today: date

    @property
    def first(self) -> date:
        """Its first day: the first of the month, or Monday."""
        return self.on.replace(day=1) if self.name == MONTH else self.on - timedelta(days=self.on.weekday())

    @property
    def last(self) -> date:
        if self.name == MONTH:
            return self.on.replace(day=monthrange(self.on.year, self.on.month)[1])
        return self.first + timedelta(days=6)

    @property
    def previous(self) -> dict[str, str]:
        return self.at(self.first - timedelta(days=1))

    @property
    def following(self) -> dict[str, str]:
        return self.at(self.last + timedelta(days=1))

    def at(self, day: date) -> dict[str, str]:
        """The address of the month or week of that day; nothing is said of the present one."""
        first = replace(self, on=day).first
        is_present = first == replace(self, on=self.today).first
        return {"view": self.name} if is_present else {"view": self.name, "on": first.isoformat()}

    @property
    def title(self) -> str:
        """« février 2027 », « semaine du 1er au 7 février 2027 »."""
        if self.name == MONTH:
            return format_date(self.first, "LLLL y", locale=_locale())
        return _("semaine du %(day)s", day=plain_day(self.first))


def read_layout(given: Mapping[str, str]) -> Layout | None:
    """The month or week asked for; None for the list, and for what we do not know."""
    name = given.get("view", "")
    if name not in (MONTH, WEEK):
        return None
    today = clock.now().astimezone(ZoneInfo(HOME_ZONE)).date()
    try:
        on = date.fromisoformat(given.get("on", ""))
    except ValueError:
        on = today
    return Layout(name, on if FIRST_YEAR < on.year < LAST_YEAR - 1 else today, today)


@dataclass(frozen=True)
class Cell:
    """A day: its dates, how many more there are and where to read them; `is_inside` the month shown."""

    day: date
    name: str
    dates: list[Dated]
    more: int
    others: dict[str, str]
    is_today: bool
    is_inside: bool


@dataclass(frozen=True)
class Calendar:
    """`weeks` of seven days; `following` the next day with a date when this stretch is empty."""

    weeks: list[list[Cell]]
    weekdays: list[tuple[str, str]]
    is_empty: bool
    following: date | None
    following_name: str

    def days(self) -> list[Cell]:
        """What an agenda lists: the days that have something."""
        return [cell for week in self.weeks for cell in week if cell.dates]


def build(db: Session, wish: Wish, layout: Layout, *, slips: bool, now: datetime) -> Calendar:
    """The calendar of what answers, in a number of statements that does not depend on what is found."""
    first, last = layout.first, layout.last
    found = list_days(db, wish, first=first, last=last, slips=slips, now=now, most=MOST_A_DAY[layout.name])
    told = {
        date.bookable.id: date for date in with_seats(db, [b for day in found.values() for b in day.dates])
    }

    def cell(day: date) -> Cell:
        answer = found.get(day)
        dates = [told[bookable.id] for bookable in answer.dates] if answer else []
        return Cell(
            day,
            _day_name(day),
            dates,
            answer.total - len(dates) if answer else 0,
            address(replace(wish, from_on=day, to_on=day)),
            day == layout.today,
            first <= day <= last,
        )

    weeks = _weeks(first, last)
    following = None if found else find_next_day(db, wish, after=last, slips=slips, now=now)
    return Calendar(
        [[cell(day) for day in week] for week in weeks],
        [(_weekday(day, "EEEE"), _weekday(day, "EEE")) for day in weeks[0]],
        not found,
        following,
        plain_day(following) if following else "",
    )


def _weeks(first: date, last: date) -> list[list[date]]:
    """The whole weeks, from Monday on, that those days are in."""
    mondays = range((first - timedelta(days=first.weekday())).toordinal(), last.toordinal() + 1, 7)
    return [[date.fromordinal(monday + n) for n in range(7)] for monday in mondays]


def _day_name(day: date) -> str:
    said = format_date(day, "EEEE d MMMM", locale=_locale())
    return said.replace(" 1 ", " 1er ") if day.day == 1 and _locale() == "fr_FR" else said


def _weekday(day: date, pattern: str) -> str:
    return format_date(day, pattern, locale=_locale())


def _locale() -> str:
    locale = get_locale()
    return "en_GB" if locale is not None and locale.language == "en" else "fr_FR"

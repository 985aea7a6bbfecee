"""The rules of a loan: which days may be asked for, and what they take. Reads neither database nor clock."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from itertools import islice

from shared_services.booking.periods import Period
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.core.local_time import to_utc
from shared_services.core.saying import say_day

from .availability import nearest
from .days import after_turnaround, day_of, is_open, slot_of, slots_of
from .errors import (
    ClosedAtPickUp,
    ClosedAtReturn,
    LoanTooLong,
    LoanTooShort,
    ReturnBeforePickUp,
    TooFar,
    TooSoon,
)
from .models import Tool
from .words import opening_days

MOST_PROPOSED = 3
LOOKED_AROUND = 60


def check_days(tool: Tool, first: date, last: date, *, today: date) -> None:
    """Raises the rule that the days break; see the errors of this slice."""
    if last < first:
        raise ReturnBeforePickUp
    earliest = today + timedelta(days=tool.notice_days)
    latest = today + timedelta(days=tool.horizon_days)
    if first < earliest:
        raise TooSoon(earliest=say_day(_next_open(earliest, tool.weekdays)))
    if first > latest:
        raise TooFar(latest=say_day(latest))
    if not is_open(first, tool.weekdays):
        raise ClosedAtPickUp(days=say_opening_days(tool.weekdays))
    length = (last - first).days + 1
    if length < tool.least_days:
        raise LoanTooShort(least=tool.least_days)
    if length > tool.most_days:
        raise LoanTooLong(most=tool.most_days)
    if not is_open(last, tool.weekdays):
        raise ClosedAtReturn(days=say_opening_days(tool.weekdays))


def is_allowed(tool: Tool, first: date, last: date, *, today: date) -> bool:
    try:
        check_days(tool, first, last, today=today)
    except DomainError:
        return False
    return True


def slots_taken(tool: Tool, first: date, last: date) -> range:
    """The days that a loan takes: those after its return too, while it is checked."""
    return slots_of(first, after_turnaround(last, tool.weekdays, tool.turnaround_days))


def period_of(tool: Tool, first: date, last: date, *, cancel_hours: int) -> Period:
    """What a loan takes and what people are told: from the opening of the first day to the closing of the
    last one. It may be asked for until its notice; participants cancel alone until `cancel_hours` before.
    """
    zone = tool.time_zone
    starts_at = to_utc(first, tool.opens_hour, zone)
    too_late = to_utc(first - timedelta(days=tool.notice_days - 1), time(0), zone)
    return Period(
        slots=slots_taken(tool, first, last),
        starts_at=starts_at,
        ends_at=to_utc(last, tool.closes_hour, zone),
        closes_at=min(starts_at, too_late),
        cancel_until=starts_at - timedelta(hours=cancel_hours),
    )


def propose(
    tool: Tool,
    first: date,
    last: date,
    *,
    is_free: Callable[[date, date], bool],
    today: date,
) -> list[tuple[date, date]]:
    """The nearest days for a loan as long; `is_free` tells whether so many are left from a day to another."""
    return list(islice(_free_near(tool, first, last, is_free, today), MOST_PROPOSED))


def _free_near(
    tool: Tool, first: date, last: date, is_free: Callable[[date, date], bool], today: date
) -> Iterator[tuple[date, date]]:
    wanted, length = slot_of(first), (last - first).days
    for start in nearest(looked_at(first), wanted):
        one, other = day_of(start), day_of(start + length)
        if start != wanted and is_allowed(tool, one, other, today=today) and is_free(one, other):
            yield one, other


def looked_at(first: date) -> range:
    """The days around that are proposed instead."""
    return range(slot_of(first) - LOOKED_AROUND, slot_of(first) + LOOKED_AROUND + 1)


def say_no_day() -> str:
    """In the place of a day, when there is none."""
    return _("aucun dans les deux mois")


def _next_open(day: date, weekdays: str) -> date:
    while not is_open(day, weekdays):
        day += timedelta(days=1)
    return day


def say_opening_days(weekdays: str) -> str:
    """« du lundi au vendredi », « mardi et jeudi »."""
    days = opening_days(weekdays)
    if len(days) < 2:
        return days[0]
    return _("%(first)s et %(last)s", first=", ".join(days[:-1]), last=days[-1])

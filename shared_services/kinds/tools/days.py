"""Days of a loan. A day of the place is one slot of the ledger, counted from 1 January 1970."""

from datetime import date, timedelta

FIRST_DAY = date(1970, 1, 1)


def slot_of(day: date) -> int:
    return (day - FIRST_DAY).days


def day_of(slot: int) -> date:
    return FIRST_DAY + timedelta(days=slot)


def slots_of(first: date, last: date) -> range:
    """Both days included."""
    return range(slot_of(first), slot_of(last) + 1)


def common(one: range, other: range) -> range:
    """The slots that are in both; empty when there are none."""
    return range(max(one.start, other.start), min(one.stop, other.stop))


def is_open(day: date, weekdays: str) -> bool:
    """Whether the place is open on that weekday; `weekdays` as on the tool, Monday is 0."""
    return str(day.weekday()) in weekdays


def after_turnaround(last: date, weekdays: str, days: int) -> date:
    """The last day that a loan brought back on `last` takes: so many open days are needed to check it."""
    day = last
    while days > 0:
        day += timedelta(days=1)
        days -= is_open(day, weekdays)
    return day

"""Reading a calendar for when it says busy, and nothing more. Reads neither database nor network.

What a meeting is about, where and with whom never leaves this module.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

from ..errors import CalendarUnreadable
from .slots import Stretch

MOST_BYTES = 2 * 1024 * 1024
MOST_TIMES = 3000
TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}
LOOKED_AHEAD = timedelta(days=400)


def busy_times(content: bytes, zone: str, *, now: datetime) -> list[Stretch]:
    """When the calendar is busy from now on, in order, stretches that meet made one.

    A day without hours, and an hour without a zone, are on the clock of `zone`. Raises CalendarUnreadable.
    """
    try:
        calendar = Calendar.from_ical(content)
        _check_rhythms(calendar)
        events = recurring_ical_events.of(calendar).after(now.astimezone(UTC))
        found = sorted(_stretches(events, ZoneInfo(zone), until=now + LOOKED_AHEAD))
    except Exception as error:  # the libraries raise whatever a strange file makes them raise
        raise CalendarUnreadable from error
    return _merged(stretch for stretch in found if stretch[1] > now)


def _check_rhythms(calendar: Any) -> None:
    """Nobody meets every hour for ever, and unrolling it would take the machine minutes."""
    for event in calendar.walk("VEVENT"):
        rules = event.get("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            if TOO_OFTEN & {str(one).upper() for one in rule.get("FREQ", [])}:
                raise CalendarUnreadable


def _stretches(events: Iterator[Any], zone: ZoneInfo, *, until: datetime) -> Iterator[Stretch]:
    """One event after the other: what comes back every second for ever is not read to its end."""
    for number, event in enumerate(events):
        if number >= MOST_TIMES:
            raise CalendarUnreadable
        if _instant(event.start, zone) >= until:
            return
        if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
            continue
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        start, end = _instant(event.start, zone), _instant(event.end, zone)
        if start < end:
            yield start, end


def _instant(value: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(0))
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def _merged(stretches: Iterator[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for start, end in stretches:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged

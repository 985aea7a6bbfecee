"""The day on the wall calendar of the place, kept beside the instant so that it can be searched by."""

from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

NOON = 12
LUNCH_IS_OVER = 14


class DayPart(StrEnum):
    """What a date takes of its first day: the morning only, the afternoon only, or all of it and more."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    DAY = "day"


def local_day(starts_at: datetime, ends_at: datetime | None, zone: str) -> tuple[date, DayPart]:
    """The local day of the start, and the part of the day the date takes there."""
    start = starts_at.astimezone(ZoneInfo(zone))
    end = (ends_at or starts_at).astimezone(ZoneInfo(zone))
    if start.date() != end.date():
        return start.date(), DayPart.DAY
    if start.hour >= NOON:
        return start.date(), DayPart.AFTERNOON
    is_short = (end.hour, end.minute) < (LUNCH_IS_OVER, 0)
    return start.date(), DayPart.MORNING if is_short else DayPart.DAY

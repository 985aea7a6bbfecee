"""When people are asked: calendar days and hours of the place, so that nine o'clock stays nine o'clock."""

from datetime import datetime, time, timedelta

from shared_services.core.local_time import to_local

EVENING, MORNING = time(18), time(9)
# A session is asked about for so long once it may be: after an outage nobody is asked about what she forgot.
WINDOW = timedelta(days=14)
OPEN_FOR = timedelta(days=60)
REMINDERS = (timedelta(days=5), timedelta(days=10))


def evening_of(ends_at: datetime, zone: str) -> datetime:
    """Six o'clock on its last day, or its end when that is later."""
    return max(_at(ends_at, zone, EVENING), ends_at)


def morning_after(ends_at: datetime, zone: str) -> datetime:
    """Nine o'clock the next day."""
    return _at(ends_at, zone, MORNING, days=1)


def weeks_after(ends_at: datetime, zone: str, weeks: int) -> datetime:
    """Nine o'clock so many weeks after its last day."""
    return _at(ends_at, zone, MORNING, days=7 * weeks)


def _at(instant: datetime, zone: str, hour: time, *, days: int = 0) -> datetime:
    local = to_local(instant, zone)
    return datetime.combine(local.date() + timedelta(days=days), hour, local.tzinfo)

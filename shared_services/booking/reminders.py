"""When people are reminded: so many days before as the hub says, at its hour where it takes place."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from .models import Booking

DAYS_BEFORE = (7, 1)
HOUR = time(9)
# The earliest a reminder can be due before a start: fourteen days, from the last minute of a day on.
HORIZON = timedelta(days=15)


def due_at(starts_at: datetime, time_zone: str, days: int, hour: time = HOUR) -> datetime:
    """That hour of the clock at the place, that many calendar days before the start.

    Calendar days, not 24 hours: over a change of clocks it is still nine in the morning.
    """
    zone = ZoneInfo(time_zone)
    day = starts_at.astimezone(zone).date() - timedelta(days=days)
    return datetime.combine(day, hour, zone)


def due_reminder(booking: Booking, *, now: datetime) -> int | None:
    """How many days before the reminder that is due now speaks of; None when none is.

    Nobody is reminded of a date that may still be given up.
    After an outage only the nearest is still useful. Who was confirmed after its hour has read the
    same facts in the confirmation.
    """
    starts_at, confirmed_at = booking.starts_at, booking.confirmed_at
    if starts_at is None or confirmed_at is None or now >= starts_at or booking.bookable.is_undecided:
        return None
    days_before, hour = habits_of(booking)
    hours = {days: due_at(starts_at, booking.bookable.time_zone, days, hour) for days in days_before}
    nearest = min((days for days, hour in hours.items() if hour <= now), default=None)
    if nearest is None or confirmed_at >= hours[nearest]:
        return None
    return nearest


def habits_of(booking: Booking) -> tuple[tuple[int, ...], time]:
    """How many days before, and at what hour, the hub reminds; its bookable's hub is loaded."""
    hub = booking.bookable.hub
    if hub is None:
        return DAYS_BEFORE, HOUR
    return tuple(int(day) for day in hub.reminder_days.split(",")), time(hub.reminder_hour)


def days_left(booking: Booking, *, now: datetime) -> int:
    """Calendar days until the start, at the place: 0 today, 1 tomorrow. A late reminder tells the truth."""
    zone = ZoneInfo(booking.bookable.time_zone)
    start = booking.starts_at or now
    return (start.astimezone(zone).date() - now.astimezone(zone).date()).days


def reminder_key(booking: Booking, days: int) -> str:
    """Unique in the world: one reminder per booking, person, start and distance."""
    start = booking.starts_at
    return f"reminder:{booking.id}:{booking.person_id}:J-{days}:{start.isoformat() if start else ''}"

"""When people are reminded: seven days and one day before, at nine in the morning where it takes place."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from .models import Bookable, Booking

DAYS_BEFORE = (7, 1)
HOUR = time(9)
# The earliest a reminder can be due before a start: seven days, from the last minute of a day to 9 h.
HORIZON = timedelta(days=max(DAYS_BEFORE) + 1)


def due_at(bookable: Bookable, days: int) -> datetime:
    """Nine in the morning, local time of the place, that many calendar days before the start.

    Calendar days, not 24 hours: over a change of clocks it is still nine in the morning.
    """
    zone = ZoneInfo(bookable.time_zone)
    assert bookable.starts_at is not None
    day = bookable.starts_at.astimezone(zone).date() - timedelta(days=days)
    return datetime.combine(day, HOUR, zone)


def due_reminder(booking: Booking, *, now: datetime) -> int | None:
    """How many days before the reminder that is due now speaks of; None when none is.

    After an outage only the nearest is still useful. Who was confirmed after its hour has read the
    same facts in the confirmation.
    """
    due: Iterable[int] = [
        days for days in DAYS_BEFORE if due_at(booking.bookable, days) <= now
    ]
    nearest = min(due, default=None)
    if nearest is None or booking.confirmed_at is None:
        return None
    return nearest if booking.confirmed_at < due_at(booking.bookable, nearest) else None


def reminder_key(booking: Booking, days: int) -> str:
    """Unique in the world: one reminder per booking, person, start and distance."""
    assert booking.bookable.starts_at is not None
    start = booking.bookable.starts_at.isoformat()
    return f"reminder:{booking.id}:{booking.person_id}:J-{days}:{start}"

"""When an alert leaves: at eight in the morning, on the clock of the reader's place."""

from datetime import datetime, time, timedelta

from shared_services.core.local_time import to_local, to_utc

from .models import Rhythm

HOUR = time(8)


def next_alert(rhythm: Rhythm, zone: str, *, now: datetime) -> datetime | None:
    """The next eight o'clock after `now`, on a Monday when weekly; None without alert."""
    if rhythm == Rhythm.NONE:
        return None
    day = to_local(now, zone).date()
    while True:
        instant = to_utc(day, HOUR, zone)
        if instant > now and (rhythm == Rhythm.DAILY or day.weekday() == 0):
            return instant
        day += timedelta(days=1)

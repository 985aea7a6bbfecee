"""When a half day may be signed. Knows neither database nor clock."""

from datetime import datetime, timedelta

from shared_services.kinds.trainings.models import HalfDay

OPENS_BEFORE = timedelta(minutes=30)
STAYS_OPEN = timedelta(minutes=60)


def is_open(half_day: HalfDay, now: datetime) -> bool:
    """People arrive half an hour before; from then on the trainer may tick."""
    return now >= half_day.starts_at - OPENS_BEFORE


def takes_signatures(half_day: HalfDay, now: datetime) -> bool:
    """Participants sign themselves from half an hour before to one hour after, neither earlier nor later."""
    return is_open(half_day, now) and now < half_day.ends_at + STAYS_OPEN


def length_minutes(half_day: HalfDay) -> int:
    return int((half_day.ends_at - half_day.starts_at).total_seconds()) // 60

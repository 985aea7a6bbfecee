"""When a session takes place: days counted from today, hours on the wall of the place."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .texts import SessionText

SATURDAY = 5
SOONEST = timedelta(hours=3)

Period = tuple[datetime, datetime]


def periods(
    session: SessionText, zone: ZoneInfo, length: timedelta, *, days_apart: int, now: datetime
) -> list[Period]:
    """The half days in UTC; `days_apart` takes the session further from today, before or after."""
    if session.begun:
        start = _begun(now)
        return [(start, start + length)]
    if session.soonest_of:
        start = _soonest(session.soonest_of, zone, now)
        return [(start, start + length)]
    starts = _days(session, now.astimezone(zone).date(), days_apart)
    return [
        (start, start + length)
        for day, half_day in zip(starts, session.half_days, strict=True)
        for start in [_instant(day, half_day.start, zone)]
    ]


def _days(session: SessionText, today: date, days_apart: int) -> list[date]:
    """The days of the half days; a session that meets a weekend moves whole to the Monday after it."""
    apart = days_apart if session.half_days[0].day > 0 else -days_apart
    days = [today + timedelta(days=half_day.day + apart) for half_day in session.half_days]
    weekend = next((day for day in days if day.weekday() >= SATURDAY), None)
    if weekend is None or session.keep_day:
        return days
    monday = weekend + timedelta(days=7 - weekend.weekday())
    return [day + (monday - days[0]) for day in days]


def _soonest(hours: list[str], zone: ZoneInfo, now: datetime) -> datetime:
    today = now.astimezone(zone).date()
    starts = (_instant(today + timedelta(days=day), hour, zone) for day in range(3) for hour in hours)
    return min(start for start in starts if start >= now + SOONEST)


def _begun(now: datetime) -> datetime:
    """On the quarter of an hour, an hour ago."""
    an_hour_ago = now - timedelta(hours=1)
    return an_hour_ago.replace(minute=an_hour_ago.minute // 15 * 15, second=0, microsecond=0)


def _instant(day: date, hour: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), zone).astimezone(UTC)

"""The same session on other days: on the same hours of the wall clock, whatever the clocks do meanwhile."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from shared_services.core.local_time import to_local, to_utc

from .models import TrainingSession
from .operations import SessionPlan

MOST_DATES = 52
WEEK = timedelta(days=7)


def first_day(session: TrainingSession) -> date:
    """The day on which it starts, where it takes place."""
    return to_local(session.half_days[0].starts_at, session.time_zone).date()


def every_weeks(first: date, weeks: int, *, times: int | None, until: date | None) -> list[date]:
    """The days from `first` on, a number of weeks apart, until a count or a day, whichever comes first.

    One more than `MOST_DATES` when there would be too many.
    """
    return list(_steps(first, weeks, times=times or MOST_DATES + 1, until=until))


def _steps(first: date, weeks: int, *, times: int, until: date | None) -> Iterator[date]:
    for number in range(min(times, MOST_DATES + 1)):
        day = first + number * weeks * WEEK
        if until is not None and day > until:
            return
        yield day


def plan_on(session: TrainingSession, day: date) -> SessionPlan:
    """The plan of the session as if it began that day: every local day moves along, every hour stays.

    The session has its hub, half days and trainers. Raises NoSuchHour, HourHappensTwice when the clocks
    change at one of its hours.
    """
    days = day - first_day(session)
    zone = session.time_zone

    def moved(instant: datetime) -> datetime:
        local = to_local(instant, zone)
        return to_utc(local.date() + days, local.time(), zone)

    return SessionPlan(
        periods=tuple((moved(one.starts_at), moved(one.ends_at)) for one in session.half_days),
        place_name=session.place_name,
        address=session.address,
        access_notes=session.access_notes,
        video_link=session.video_link,
        trainer_ids=tuple(trainer.id for trainer in session.trainers),
        opens_at=moved(session.opens_at) if session.opens_at and not session.opens_before else None,
        opens_before=session.opens_before,
        closes_at=moved(session.closes_at) if session.closes_at and _closes_on_a_day(session) else None,
        closes_before=session.closes_before,
        minimum=session.minimum,
        decides_before=session.decides_before,
        cancels_itself=session.cancels_itself,
        needs_approval=session.needs_approval,
        audience=session.audience,
    )


def _closes_on_a_day(session: TrainingSession) -> bool:
    """Whether a day was said for closing: it is neither counted from the start nor the hub's habit."""
    if session.closes_before or session.closes_at is None or session.starts_at is None or session.hub is None:
        return False
    return session.starts_at - session.closes_at != timedelta(hours=session.hub.close_hours)

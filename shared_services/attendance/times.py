"""When a half day may be called and signed. Knows neither database nor clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared_services.kinds.trainings.models import HalfDay

from .models import AttendanceEntry

OPENS_BEFORE = timedelta(minutes=30)
STAYS_OPEN = timedelta(minutes=60)
START_STAYS = timedelta(minutes=30)
END_OPENS_BEFORE = timedelta(minutes=15)
END_STAYS = timedelta(minutes=30)


class Moment(StrEnum):
    """What a participant confirms: that she is there; at a distance also that she stayed to the end."""

    START = "start"
    END = "end"


@dataclass(frozen=True)
class Window:
    """From when, and until just before when, a moment is signed."""

    moment: Moment
    opens_at: datetime
    closes_at: datetime

    def holds(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at


def is_open(half_day: HalfDay, now: datetime) -> bool:
    """People arrive half an hour before; from then on the trainer may tick."""
    return now >= half_day.starts_at - OPENS_BEFORE


def latest_open(half_days: Iterable[HalfDay], now: datetime) -> HalfDay | None:
    """The one that is now, or was last; None before the first opens."""
    return next((one for one in reversed(list(half_days)) if is_open(one, now)), None)


def windows(half_day: HalfDay | AttendanceEntry, *, is_remote: bool) -> list[Window]:
    """In a room one signature, from half an hour before to one hour after; at a distance the start and the
    end are confirmed, each around its time."""
    starts_at, ends_at = half_day.starts_at, half_day.ends_at
    opens_at = starts_at - OPENS_BEFORE
    if not is_remote:
        return [Window(Moment.START, opens_at, ends_at + STAYS_OPEN)]
    return [
        Window(Moment.START, opens_at, starts_at + START_STAYS),
        Window(Moment.END, ends_at - END_OPENS_BEFORE, ends_at + END_STAYS),
    ]


def takes_signatures(half_day: HalfDay, now: datetime, *, is_remote: bool) -> bool:
    """Whether participants may sign something of it themselves now."""
    return any(window.holds(now) for window in windows(half_day, is_remote=is_remote))


def signed_moments(
    signatures: Iterable[AttendanceEntry], *, is_remote: bool
) -> dict[Moment, AttendanceEntry]:
    """Which moment each own signature of a cell confirms, in order; each was made around its own half day."""
    found: dict[Moment, AttendanceEntry] = {}
    for entry in signatures:
        for window in windows(entry, is_remote=is_remote):
            if window.moment not in found and window.holds(entry.at):
                found[window.moment] = entry
                break
    return found


def moment_to_sign(
    half_day: HalfDay, signed: Mapping[Moment, AttendanceEntry], now: datetime, *, is_remote: bool
) -> Moment | None:
    """What she has not confirmed yet and may now."""
    for window in windows(half_day, is_remote=is_remote):
        if window.moment not in signed and window.holds(now):
            return window.moment
    return None


def length_minutes(half_day: HalfDay) -> int:
    return int((half_day.ends_at - half_day.starts_at).total_seconds()) // 60

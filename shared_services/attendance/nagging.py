"""Who is reminded of a sheet that nobody closed, and when. Knows neither database nor clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared_services.core.local_time import to_local

MORNING = 9
# A sheet older than this is seen on the desk only: a mail about it helps nobody.
GIVEN_UP_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Step:
    """So many days after the last half day; from the second step on the hub's managers are told too."""

    days: int
    tells_managers: bool


STEPS = (Step(1, tells_managers=False), Step(4, tells_managers=True))


def due_step(ended_at: datetime, zone: str, *, now: datetime) -> Step | None:
    """The last step that is due, from nine in the morning of the place; after an outage only that one."""
    local = to_local(now, zone)
    days = (local.date() - to_local(ended_at, zone).date()).days - (local.hour < MORNING)
    return next((step for step in reversed(STEPS) if step.days <= days), None)

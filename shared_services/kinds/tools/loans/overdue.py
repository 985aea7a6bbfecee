"""How late a loan is, and who is told at which step. Knows neither database nor clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from shared_services.core.local_time import to_local

WEEK = 7


class Told(IntEnum):
    """Who is told of a loan that is late: each step tells those before it again."""

    BORROWER = 1
    REFERENTS = 2
    MANAGERS = 3


@dataclass(frozen=True)
class Step:
    """So many days after the return that was due."""

    days: int
    told: Told


FIRST_STEPS = (Step(1, Told.BORROWER), Step(3, Told.REFERENTS), Step(WEEK, Told.MANAGERS))
MORNING = 9


def days_late(due_at: datetime, zone: str, *, now: datetime) -> int:
    """Calendar days of the place since the day it was due; 0 on that day."""
    return (to_local(now, zone).date() - to_local(due_at, zone).date()).days


def due_step(due_at: datetime, zone: str, *, now: datetime) -> Step | None:
    """The last step that is due, told from nine in the morning; after an outage only that one.

    The day after, two days later, a week after the return that was due; then further and further apart:
    two weeks, four, eight.
    """
    late = days_late(due_at, zone, now=now)
    if to_local(now, zone).hour < MORNING:
        late -= 1
    steps = list(FIRST_STEPS)
    while steps[-1].days * 2 <= late:
        steps.append(Step(steps[-1].days * 2, Told.MANAGERS))
    return next((step for step in reversed(steps) if step.days <= late), None)


def return_reminder_at(due_at: datetime, zone: str) -> datetime:
    """Nine in the morning on the day before, at the place."""
    day_before = to_local(due_at, zone) - timedelta(days=1)
    return day_before.replace(hour=MORNING, minute=0, second=0, microsecond=0)

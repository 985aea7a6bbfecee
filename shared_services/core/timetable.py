"""What a job of the scheduler is, and how often one may run."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from .i18n import LazyString

Run = Callable[[datetime], int]


@dataclass(frozen=True)
class Job:
    """`run(now)` does what is due at `now` and says how many things it did; doing it twice does no harm."""

    name: str
    run: Run
    trigger: BaseTrigger
    purpose: LazyString | str


def every(**span: int) -> IntervalTrigger:
    return IntervalTrigger(**span, timezone="UTC")


def daily(hour: int, minute: int) -> CronTrigger:
    # Never between two and three: once a year that hour does not exist, once it comes twice.
    return CronTrigger(hour=hour, minute=minute, timezone="Europe/Paris")

"""Running one job and writing down that it ran; looking after the house: old runs, statistics."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete

from shared_services.core import clock
from shared_services.core.database import read_session, refresh_statistics, transaction

from .models import JobRun

log = logging.getLogger(__name__)

KEPT = timedelta(days=90)


def run_and_record(name: str, run: Callable[[datetime], int], *, holder: str, keeps_idle: bool) -> bool:
    """Run a job now; a failure is written down and logged, never raised. True when it went well.

    A run that found nothing to do is only kept where `keeps_idle`.
    """
    started_at = clock.now()
    counted, error = 0, None
    try:
        counted = run(started_at)
    except Exception as failure:
        read_session().rollback()
        log.exception("job %s failed", name)
        error = f"{type(failure).__name__}: {failure}"[:2000]
    if counted or error or keeps_idle:
        with transaction() as db:
            db.add(
                JobRun(
                    job=name,
                    holder=holder,
                    started_at=started_at,
                    ended_at=clock.now(),
                    counted=counted,
                    error=error,
                )
            )
    return error is None


def forget_old_runs(now: datetime) -> int:
    """Delete runs older than 90 days."""
    with transaction() as db:
        old = delete(JobRun).where(JobRun.started_at < now - KEPT).returning(JobRun.id)
        return len(db.scalars(old).all())


def measure_tables(now: datetime) -> int:
    """Let the database know how full its tables are."""
    with transaction() as db:
        refresh_statistics(db)
    return 1

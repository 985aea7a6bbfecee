"""Reads about the scheduler."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .lease import NAME
from .models import JobRun, SchedulerLease


def find_lease(db: Session) -> SchedulerLease | None:
    return db.get(SchedulerLease, NAME)


def list_last_runs(db: Session) -> dict[str, JobRun]:
    """The last run of each job."""
    newest = select(func.max(JobRun.id)).group_by(JobRun.job)
    return {run.job: run for run in db.scalars(select(JobRun).where(JobRun.id.in_(newest)))}


def list_failed_runs(db: Session, *, most: int = 20) -> list[JobRun]:
    """The newest runs that went wrong."""
    failed = select(JobRun).where(JobRun.error.is_not(None)).order_by(JobRun.id.desc())
    return list(db.scalars(failed.limit(most)))

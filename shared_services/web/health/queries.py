"""How the site is doing, in figures."""

from datetime import datetime

from alembic.migration import MigrationContext
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from shared_services.booking.models import Booking
from shared_services.outbox.models import OutboxMessage
from shared_services.scheduler.models import JobRun

LEDGER_JOB = "verify_ledger"


def answers(db: Session) -> bool:
    """True when the database answers; it raises otherwise."""
    return bool(db.scalar(text("SELECT 1")) == 1)


def find_revision(db: Session) -> str | None:
    """The migration this database is at."""
    return MigrationContext.configure(db.connection()).get_current_revision()


def find_last_run_at(db: Session) -> datetime | None:
    """When the scheduler last started a job."""
    return db.scalar(select(func.max(JobRun.started_at)))


def count_messages_by_state(db: Session) -> dict[str, int]:
    rows = db.execute(select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state))
    return {str(state): count for state, count in rows}


def count_bookings_by_status(db: Session) -> dict[str, int]:
    rows = db.execute(select(Booking.status, func.count()).group_by(Booking.status))
    return {str(status): count for status, count in rows}


def find_ledger_check(db: Session) -> JobRun | None:
    """The last finished recount of the capacity ledger."""
    return db.scalar(
        select(JobRun)
        .where(JobRun.job == LEDGER_JOB, JobRun.ended_at.is_not(None))
        .order_by(JobRun.started_at.desc())
        .limit(1)
    )

"""One leader among any number of schedulers: a row taken by compare-and-set, renewed while alive."""

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, or_, update
from sqlalchemy.orm import Session

from shared_services.core.database import upsert

from .models import SchedulerLease

NAME = "scheduler"
LIVES = timedelta(seconds=6)  # a dead leader is replaced within seconds
RENEWED_EVERY = timedelta(seconds=2)


def take_lease(db: Session, *, holder: str, now: datetime) -> bool:
    """Lead, or go on leading, until `now` + 6 s. False while another one leads."""
    db.execute(
        upsert(db, SchedulerLease)
        .values(name=NAME, holder=holder, expires_at=now)
        .on_conflict_do_nothing(index_elements=["name"])
    )
    taken = db.execute(
        update(SchedulerLease)
        .where(
            SchedulerLease.name == NAME,
            or_(SchedulerLease.holder == holder, SchedulerLease.expires_at <= now),
        )
        .values(holder=holder, expires_at=now + LIVES)
        .execution_options(synchronize_session=False)
    )
    return isinstance(taken, CursorResult) and taken.rowcount == 1


def give_up_lease(db: Session, *, holder: str, now: datetime) -> None:
    """Let another one lead at once, on a clean stop."""
    db.execute(
        update(SchedulerLease)
        .where(SchedulerLease.name == NAME, SchedulerLease.holder == holder)
        .values(expires_at=now)
        .execution_options(synchronize_session=False)
    )

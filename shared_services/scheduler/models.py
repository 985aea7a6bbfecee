"""The lease and the record of runs."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shared_services.core.database import Model


class SchedulerLease(Model):
    """Who leads until when. One row per name; taken by compare-and-set. Seen by admins."""

    __tablename__ = "scheduler_lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    expires_at: Mapped[datetime]


class JobRun(Model):
    """One run of one job: when, how many things it did, what stopped it. Seen by admins; kept 90 days."""

    __tablename__ = "job_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(60), index=True)
    holder: Mapped[str] = mapped_column(String(80))
    started_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    counted: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)

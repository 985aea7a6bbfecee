"""Attempts counted in the database, so that every worker sees the same count.

A row holds a hash of what is limited, never an address or an e-mail, and lives one day.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Index, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .database import Model
from .errors import TooManyAttempts

KEPT = timedelta(days=1)


class Attempt(Model):
    """One attempt at something limited."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_scope_key", "scope", "key_hash", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(40))
    key_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


def count_attempt(
    db: Session, scope: str, key: str, *, most: int, within: timedelta, now: datetime
) -> None:
    """Write the attempt down. Raises TooManyAttempts past `most` of them `within` that time.

    Call it in a transaction of its own: a failed attempt must be counted too. A refused attempt
    is not written, so that hammering does not lock somebody out for ever.
    """
    key_hash = hashlib.sha256(f"{scope}:{key}".encode()).hexdigest()
    recent = db.scalar(
        select(func.count())
        .select_from(Attempt)
        .where(
            Attempt.scope == scope,
            Attempt.key_hash == key_hash,
            Attempt.at > now - within,
        )
    )
    if (recent or 0) >= most:
        raise TooManyAttempts(minutes=int(within.total_seconds() // 60))
    db.add(Attempt(scope=scope, key_hash=key_hash, at=now))


def forget_attempts(db: Session, *, now: datetime) -> int:
    """Delete attempts older than a day; returns how many."""
    return db.execute(delete(Attempt).where(Attempt.at <= now - KEPT)).rowcount  # type: ignore[attr-defined]

"""Attempts counted in the database, so that every worker sees the same count.

A row holds a hash of what is limited, never an address or an e-mail, and lives one day.
"""

import hashlib
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

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


def count_attempt(db: Session, scope: str, key: str, *, most: int, within: timedelta, now: datetime) -> None:
    """Write the attempt down. Raises TooManyAttempts past `most` of them `within` that time.

    Call it in a transaction of its own: a failed attempt must be counted too. A refused attempt
    is not written, so that hammering does not lock somebody out for ever.
    """
    key_hash = _hashed(scope, key)
    _one_at_a_time(db, key_hash)
    latest = db.scalars(
        select(Attempt.at)
        .where(
            Attempt.scope == scope,
            Attempt.key_hash == key_hash,
            Attempt.at > now - within,
        )
        .order_by(Attempt.at.desc())
        .limit(most)
    ).all()
    if len(latest) >= most:
        raise TooManyAttempts(minutes=_minutes(latest[-1] + within - now))
    db.add(Attempt(scope=scope, key_hash=key_hash, at=now))


def take_back_attempt(db: Session, scope: str, key: str) -> None:
    """Forget the latest attempt: it succeeded, so it uses up nothing."""
    latest = (
        select(func.max(Attempt.id))
        .where(Attempt.scope == scope, Attempt.key_hash == _hashed(scope, key))
        .scalar_subquery()
    )
    db.execute(delete(Attempt).where(Attempt.id == latest))


def forget_attempts(db: Session, *, now: datetime) -> int:
    """Delete attempts older than a day; returns how many."""
    old = delete(Attempt).where(Attempt.at <= now - KEPT).returning(Attempt.id)
    return len(db.scalars(old).all())


def network_of(address: str) -> str:
    """What one subscriber holds: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return parsed.exploded[:19]


def _hashed(scope: str, key: str) -> str:
    return hashlib.sha256(f"{scope}:{key}".encode()).hexdigest()


def _one_at_a_time(db: Session, key_hash: str) -> None:
    """Parallel attempts at one key are counted in a row; SQLite has one writer anyway."""
    if db.get_bind().dialect.name == "postgresql":
        number = int(key_hash[:15], 16)  # fits a signed 64-bit key
        db.execute(select(func.pg_advisory_xact_lock(number)))


def _minutes(left: timedelta) -> int:
    return max(1, -(-int(left.total_seconds()) // 60))

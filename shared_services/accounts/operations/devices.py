"""Signing in and out: one row for each browser."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import Session

from .. import messages, passwords, queries
from ..errors import AccountBlocked, WrongCredentials
from ..models import Device
from ..tokens import hash_token, new_token
from ..user_agents import recognise

LONGEST_USER_AGENT = 255
SEEN_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Credentials:
    """What was checked, before any write: whose account, with which stored hash."""

    person_id: int
    is_confirmed: bool
    is_blocked: bool
    password_hash: str
    better_hash: str | None


def check_credentials(db: Session, *, email: str, password: str) -> Credentials:
    """Whose account these open. Only reads, so that no write waits for the slow hash.

    Raises WrongCredentials, after the same time whether or not the address has an account.
    """
    person = queries.find_person_by_email(db, email)
    known_hash = person.password_hash if person and not person.erased_at else None
    if not passwords.is_right(known_hash, password) or not person or not known_hash:
        raise WrongCredentials
    outdated = passwords.is_outdated(known_hash)
    return Credentials(
        person_id=person.id,
        is_confirmed=person.email_confirmed_at is not None,
        is_blocked=person.blocked_at is not None,
        password_hash=known_hash,
        better_hash=passwords.hash_password(password) if outdated else None,
    )


def open_device(db: Session, *, credentials: Credentials, user_agent: str, now: datetime) -> str:
    """Sign a browser in; returns the token for its cookie, which is stored nowhere.

    A kind of browser she has not used lately is told to her by mail; her very first one is not.

    Raises WrongCredentials when the password changed since it was checked, AccountBlocked.
    """
    person = queries.lock_person(db, credentials.person_id)  # a block at this instant comes before or after
    if person.blocked_at is not None:
        raise AccountBlocked
    if person.password_hash != credentials.password_hash:
        raise WrongCredentials
    if credentials.better_hash:
        person.password_hash = credentials.better_hash
    known = queries.list_user_agents(db, person.id)
    token = new_token()
    device = Device(
        person_id=person.id,
        token_hash=hash_token(token),
        user_agent=user_agent[:LONGEST_USER_AGENT],
        created_at=now,
        last_seen_at=now,
    )
    db.add(device)
    if known and recognise(user_agent) not in {recognise(agent) for agent in known}:
        messages.post_new_device(db, person, device, now=now)
    return token


def close_device(db: Session, *, device_id: int, now: datetime) -> None:
    """Sign a browser out for ever: its cookie opens nothing any more."""
    db.execute(
        update(Device).where(Device.id == device_id, Device.revoked_at.is_(None)).values(revoked_at=now)
    )


def close_devices(db: Session, *, person_id: int, now: datetime, except_id: int | None = None) -> None:
    """Sign a person out everywhere, the browser `except_id` aside."""
    db.execute(
        update(Device)
        .where(
            Device.person_id == person_id,
            Device.revoked_at.is_(None),
            Device.id != (except_id or 0),
        )
        .values(revoked_at=now)
    )


def is_worth_noting(seen_at: datetime, *, now: datetime) -> bool:
    """A device's last use is written down once an hour at most."""
    return seen_at <= now - SEEN_AGAIN_AFTER


def note_device_seen(db: Session, *, token_hash: str, now: datetime) -> None:
    """Prolong a device in use; one condition, so that two pages at once write once."""
    db.execute(
        update(Device)
        .where(
            Device.token_hash == token_hash,
            Device.revoked_at.is_(None),
            Device.last_seen_at <= now - SEEN_AGAIN_AFTER,
        )
        .values(last_seen_at=now)
    )


def forget_devices(db: Session, *, unused_since: datetime) -> int:
    """Delete the devices last seen before; returns how many."""
    gone: CursorResult[tuple[()]] = db.execute(delete(Device).where(Device.last_seen_at <= unused_since))  # type: ignore[assignment]
    return gone.rowcount

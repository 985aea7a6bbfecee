"""What happens to accounts: devices signed in and out."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from . import passwords, queries
from .errors import WrongCredentials
from .models import Device, Person
from .tokens import hash_token, new_token

LONGEST_USER_AGENT = 255
SEEN_AGAIN_AFTER = timedelta(hours=1)


def check_credentials(db: Session, *, email: str, password: str) -> Person:
    """The person these belong to. Only reads, so that no write waits for the slow hash.

    Raises WrongCredentials, after the same time whether or not the address has an account.
    """
    person = queries.find_person_by_email(db, email)
    known_hash = person.password_hash if person and not person.erased_at else None
    if not passwords.is_right(known_hash, password) or person is None:
        raise WrongCredentials
    return person


def open_device(db: Session, *, person_id: int, user_agent: str, now: datetime) -> str:
    """Sign a browser in; returns the token for its cookie, which is stored nowhere."""
    token = new_token()
    device = Device(
        person_id=person_id,
        token_hash=hash_token(token),
        user_agent=user_agent[:LONGEST_USER_AGENT],
        created_at=now,
        last_seen_at=now,
    )
    db.add(device)
    return token


def close_device(db: Session, *, device_id: int, now: datetime) -> None:
    """Sign a browser out for ever: its cookie opens nothing any more."""
    db.execute(
        update(Device).where(Device.id == device_id, Device.revoked_at.is_(None)).values(revoked_at=now)
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

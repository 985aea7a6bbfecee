"""Reads about people."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import Device, Person


def find_person_of_device(
    db: Session, token_hash: str, *, since: datetime
) -> Person | None:
    """The person of a device seen after `since` and not revoked."""
    return db.scalar(
        select(Person)
        .join(Device, Device.person_id == Person.id)
        .where(
            Device.token_hash == token_hash,
            Device.revoked_at.is_(None),
            Device.last_seen_at > since,
            Person.erased_at.is_(None),
        )
    )


def find_person_by_email(db: Session, email: str) -> Person | None:
    return db.scalar(select(Person).where(Person.email == email.strip().lower()))


def get_person(db: Session, person_id: int) -> Person:
    """Raises NoResultFound when there is none: ids come from our own rows."""
    return db.scalars(select(Person).where(Person.id == person_id)).one()

"""Reads about people, their devices and the links they were sent."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from shared_services.core.errors import NotFound

from .models import Device, Person, Token, TokenPurpose
from .tokens import hash_token


def find_device_in_use(db: Session, token_hash: str, *, since: datetime) -> Device | None:
    """The device, with its person, seen after `since` and not revoked."""
    return db.scalar(
        select(Device)
        .join(Device.person)
        .options(contains_eager(Device.person))
        .where(
            Device.token_hash == token_hash,
            Device.revoked_at.is_(None),
            Device.last_seen_at > since,
            Person.erased_at.is_(None),
            Person.blocked_at.is_(None),
        )
    )


def find_person_by_email(db: Session, email: str) -> Person | None:
    return db.scalar(select(Person).where(Person.email == email.strip().lower()))


def lock_person_by_email(db: Session, email: str) -> Person:
    """The person of an address that surely has one, as the latest commit left her."""
    return db.scalars(
        select(Person)
        .where(Person.email == email)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def get_person(db: Session, person_id: int) -> Person:
    """Raises NoResultFound when there is none: ids come from our own rows."""
    return db.scalars(select(Person).where(Person.id == person_id)).one()


def lock_person(db: Session, person_id: int) -> Person:
    """Lock the row and read it again; an erased account is gone. Raises NotFound."""
    statement = select(Person).where(Person.id == person_id, Person.erased_at.is_(None)).with_for_update()
    person = db.scalar(statement.execution_options(populate_existing=True))
    if person is None:
        raise NotFound
    return person


def lock_admins(db: Session) -> list[Person]:
    """Every admin who can sign in, as the latest commit left them: who leaves takes turns here."""
    return list(
        db.scalars(
            select(Person)
            .where(Person.admin_since.is_not(None), Person.erased_at.is_(None), Person.blocked_at.is_(None))
            .order_by(Person.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def list_devices(db: Session, person_id: int) -> list[Device]:
    """The browsers she signed in with in the last ninety days, the latest first."""
    statement = select(Device).where(Device.person_id == person_id)
    return list(db.scalars(statement.order_by(Device.last_seen_at.desc(), Device.id.desc())))


def find_good_token(db: Session, token_hash: str, purpose: TokenPurpose, *, now: datetime) -> Token | None:
    """The link, with its person, when it was neither used nor has expired."""
    return db.scalar(
        select(Token)
        .join(Token.person)
        .options(contains_eager(Token.person))
        .where(
            Token.token_hash == token_hash,
            Token.purpose == purpose,
            Token.used_at.is_(None),
            Token.expires_at > now,
            Person.erased_at.is_(None),
            Person.blocked_at.is_(None),
        )
    )


def find_email_of_link(db: Session, token: str, purpose: TokenPurpose, *, now: datetime) -> str | None:
    """Whose link that is, while it is good."""
    link = find_good_token(db, hash_token(token), purpose, now=now)
    return link.person.email if link else None

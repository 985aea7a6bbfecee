"""Opening an account, and proving that the address is one's own."""

from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from shared_services.core import audit
from shared_services.core.database import upsert
from shared_services.core.references import new_reference
from shared_services.core.text import normalised, search_text

from .. import messages, queries
from ..errors import AlreadyRegistered
from ..models import Person, Token, TokenPurpose
from .links import send_link, use_link, void_links


def sign_up(
    db: Session,
    *,
    first_name: str,
    last_name: str,
    email: str,
    password_hash: str,
    locale: str,
    now: datetime,
) -> None:
    """Open an account that waits for its address to be confirmed; the caller cannot tell from
    outside whether there was one.

    An address already confirmed keeps its account and is told so by mail. One that nobody confirmed
    goes to the latest who asks, and earlier links stop working: nobody can confirm with a link of
    hers an account whose password somebody else chose before her.
    """
    named = _named(first_name, last_name, email)
    person = _lock_or_open(db, email, named, locale, now=now)
    if person.blocked_at:
        return
    if person.email_confirmed_at or person.erased_at:
        messages.post_already_registered(db, person, now=now)
        return
    _take_over(db, person, named, locale, password_hash, now=now)
    send_link(db, person, TokenPurpose.CONFIRM_EMAIL, now=now)


def sign_up_confirmed(
    db: Session,
    *,
    first_name: str,
    last_name: str,
    email: str,
    password_hash: str,
    locale: str,
    now: datetime,
) -> Person:
    """Open an account for somebody who holds a link mailed to that very address: it is hers already.

    Raises AlreadyRegistered when she has one.
    """
    named = _named(first_name, last_name, email)
    person = _lock_or_open(db, email, named, locale, now=now)
    if person.email_confirmed_at or person.erased_at or person.blocked_at:
        raise AlreadyRegistered
    _take_over(db, person, named, locale, password_hash, now=now)
    note_confirmed(db, person, now=now)
    return person


def _lock_or_open(db: Session, email: str, named: dict[str, str], locale: str, *, now: datetime) -> Person:
    """The account of that address, a new one when there is none."""
    db.execute(
        upsert(db, Person)
        .values(
            email=email,
            reference=new_reference(),
            locale=locale,
            created_at=now,
            **named,
        )
        .on_conflict_do_nothing(index_elements=["email"])
    )
    return queries.lock_person_by_email(db, email)


def _take_over(
    db: Session, person: Person, named: dict[str, str], locale: str, password_hash: str, *, now: datetime
) -> None:
    """An account that nobody confirmed goes to the latest who asks; earlier links stop working."""
    for column, value in named.items():
        setattr(person, column, value)
    person.locale, person.password_hash = locale, password_hash
    void_links(db, person, TokenPurpose.CONFIRM_EMAIL, now=now)
    void_links(db, person, TokenPurpose.RESET_PASSWORD, now=now)
    audit.record(db, person, "signed_up", by=person, now=now)


def resend_confirmation(db: Session, *, email: str, now: datetime) -> None:
    """Send a new link, or say by mail that there is nothing left to confirm; nothing to a stranger."""
    person = queries.find_person_by_email(db, email)
    if person is None or person.erased_at or person.blocked_at:
        return
    if person.email_confirmed_at:
        messages.post_already_registered(db, person, now=now)
    else:
        send_link(db, person, TokenPurpose.CONFIRM_EMAIL, now=now)


def confirm_email(db: Session, *, token: str, now: datetime) -> Person:
    """The address is hers. Raises LinkNoLongerGood."""
    person = use_link(db, token, TokenPurpose.CONFIRM_EMAIL, now=now)
    note_confirmed(db, person, now=now)
    return person


def note_confirmed(db: Session, person: Person, *, now: datetime) -> None:
    """Whoever opened a link sent to the address has shown that it is hers."""
    if person.email_confirmed_at is None:
        person.email_confirmed_at = now
        audit.record(db, person, "email_confirmed", by=person, now=now)


def make_admin(
    db: Session,
    *,
    email: str,
    first_name: str,
    last_name: str,
    password_hash: str,
    now: datetime,
) -> Person:
    """Give the platform to somebody, with a new account when she has none; for the command line.

    A confirmed account keeps its name and password; what a stranger may have typed for an account
    that was never confirmed does not survive.
    """
    person = queries.find_person_by_email(db, email)
    if person is None:
        person = Person(email=email, reference=new_reference(), created_at=now)
        db.add(person)
    if person.email_confirmed_at is None:
        for column, value in _named(first_name, last_name, email).items():
            setattr(person, column, value)
        person.password_hash = password_hash
    db.flush()  # the trail needs her id
    note_confirmed(db, person, now=now)
    if person.blocked_at is not None:
        person.blocked_at, person.block_reason = None, ""
        audit.record(db, person, "unblocked", by=None, now=now)
    if person.admin_since is None:
        person.admin_since = now
        audit.record(db, person, "made_admin", by=None, now=now)
    return person


def _named(first_name: str, last_name: str, email: str) -> dict[str, str]:
    return {
        "first_name": first_name,
        "last_name": last_name,
        "search_text": search_text(first_name, last_name, email),
        "sort_key": normalised(f"{last_name} {first_name}"),
    }


def forget_unconfirmed(db: Session, *, created_before: datetime, now: datetime) -> int:
    """Delete the accounts whose address nobody confirmed and that no link can confirm any more."""
    still_good = exists().where(Token.person_id == Person.id, Token.expires_at > now)
    stale = list(
        db.scalars(
            select(Person.id).where(
                Person.email_confirmed_at.is_(None),
                Person.erased_at.is_(None),
                Person.created_at <= created_before,
                ~still_good,
            )
        )
    )
    db.execute(delete(Token).where(Token.person_id.in_(stale)))
    db.execute(delete(Person).where(Person.id.in_(stale)))
    return len(stale)

"""Another address for the same account: asked with the password, confirmed from the new address.

The old address is told and may object: before the change nothing comes of it, after it the account
goes back to the old address, every browser is signed out, and a new password is asked for.
"""

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared_services.core import audit
from shared_services.core.text import search_text

from .. import messages, queries
from ..errors import LinkNoLongerGood, SameEmail, WrongPassword
from ..models import EmailChange, Person, TokenPurpose
from ..tokens import new_token
from .devices import close_devices
from .links import send_link, void_links

CONFIRM_WITHIN = timedelta(days=2)
OBJECT_WITHIN = timedelta(days=14)
KEPT = timedelta(days=30)


def request_email_change(
    db: Session, *, person_id: int, checked_hash: str, new_email: str, now: datetime
) -> None:
    """Mail a link to the new address, and say so to the old one.

    An address that has its account is told so by mail, and nobody else learns it. Raises SameEmail,
    WrongPassword when it is no longer the password that was checked.
    """
    person = queries.get_person(db, person_id)
    if person.password_hash != checked_hash:
        raise WrongPassword
    if new_email == person.email:
        raise SameEmail
    change = EmailChange(
        person_id=person.id,
        old_email=person.email,
        new_email=new_email,
        confirm_nonce=new_token(),
        object_nonce=new_token(),
        asked_at=now,
    )
    db.add(change)
    audit.record(db, person, "email_change_asked", by=person, now=now)
    messages.post_email_change_asked(db, change, person, now=now)
    owner = queries.find_person_by_email(db, new_email)
    if owner is not None and owner.email_confirmed_at is not None:
        messages.post_already_registered(db, owner, now=now)
    else:
        messages.post_change_email(db, change, person, now=now)


def confirm_email_change(db: Session, change_id: int, *, now: datetime) -> Person:
    """The new address is hers: she signs in with it from now on. Her bookings and calendars do not move.

    Raises LinkNoLongerGood: used, objected to, too old, or the address went to another account meanwhile.
    """
    change, person = queries.lock_email_change(db, change_id)
    if not may_confirm(change, person, now=now):
        raise LinkNoLongerGood
    change.confirmed_at = now
    _set_email(db, person, change.new_email, now=now)
    audit.record(db, person, "email_changed", by=person, now=now)
    return person


def object_to_email_change(db: Session, change_id: int, *, now: datetime) -> Person:
    """The old address says it was not her: nothing changes, or everything goes back.

    Raises LinkNoLongerGood: objected to already, or too late.
    """
    change, person = queries.lock_email_change(db, change_id)
    if not may_object(change, person, now=now):
        raise LinkNoLongerGood
    change.objected_at = now
    if change.confirmed_at is not None:
        _set_email(db, person, change.old_email, now=now)
    person.password_hash = None
    close_devices(db, person_id=person.id, now=now)
    audit.record(db, person, "email_change_refused", by=person, now=now)
    send_link(db, person, TokenPurpose.RESET_PASSWORD, now=now)
    return person


def may_confirm(change: EmailChange, person: Person, *, now: datetime) -> bool:
    """Whether the link in the new address still works."""
    return (
        change.confirmed_at is None
        and change.objected_at is None
        and now < change.asked_at + CONFIRM_WITHIN
        and person.email == change.old_email
        and person.erased_at is None
        and person.blocked_at is None
    )


def may_object(change: EmailChange, person: Person, *, now: datetime) -> bool:
    """Whether the link in the old address still works: the account is where this change left it."""
    here = change.old_email if change.confirmed_at is None else change.new_email
    return (
        change.objected_at is None
        and now < change.asked_at + OBJECT_WITHIN
        and person.email == here
        and person.erased_at is None
    )


def forget_email_changes(db: Session, *, now: datetime) -> int:
    """Delete those asked more than thirty days ago; returns how many."""
    old = delete(EmailChange).where(EmailChange.asked_at <= now - KEPT)
    gone: CursorResult[tuple[()]] = db.execute(old)  # type: ignore[assignment]
    return gone.rowcount


def _set_email(db: Session, person: Person, email: str, *, now: datetime) -> None:
    try:
        with db.begin_nested():
            person.email = email
            person.search_text = search_text(person.first_name, person.last_name, email)
    except IntegrityError:  # the database alone knows what others are writing now
        raise LinkNoLongerGood from None
    void_links(db, person, TokenPurpose.RESET_PASSWORD, now=now)

"""One's own data and password."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.core import audit
from shared_services.core.text import normalised, search_text

from .. import messages, queries
from ..errors import WrongPassword
from ..models import Person, TokenPurpose
from .devices import close_devices
from .links import send_link, use_link, void_links
from .sign_up import note_confirmed


def change_profile(
    db: Session,
    *,
    person_id: int,
    first_name: str,
    last_name: str,
    phone: str | None,
    locale: str,
    now: datetime,
) -> None:
    """Change how one is named, called and written to."""
    person = queries.get_person(db, person_id)
    person.first_name, person.last_name = first_name, last_name
    person.search_text = search_text(first_name, last_name, person.email)
    person.sort_key = normalised(f"{last_name} {first_name}")
    person.phone, person.locale = phone, locale
    audit.record(db, person, "profile_changed", by=person, now=now)


def change_password(
    db: Session,
    *,
    person_id: int,
    checked_hash: str,
    password_hash: str,
    device_id: int,
    now: datetime,
) -> None:
    """Take the new password; every other browser is signed out, and a mail says so.

    Raises WrongPassword when it is no longer the password that was checked.
    """
    person = queries.get_person(db, person_id)
    if person.password_hash != checked_hash:
        raise WrongPassword
    _set_password(db, person, password_hash, keep=device_id, now=now)


def request_reset(db: Session, *, email: str, now: datetime) -> None:
    """Mail a link to choose a new password; nothing to a stranger, and nobody can tell."""
    person = queries.find_person_by_email(db, email)
    if person is not None and person.erased_at is None and person.blocked_at is None:
        send_link(db, person, TokenPurpose.RESET_PASSWORD, now=now)


def reset_password(db: Session, *, token: str, password_hash: str, now: datetime) -> None:
    """Take the new password; every browser is signed out, and a mail says so. Raises LinkNoLongerGood."""
    person = use_link(db, token, TokenPurpose.RESET_PASSWORD, now=now)
    note_confirmed(db, person, now=now)
    _set_password(db, person, password_hash, keep=None, now=now)


def _set_password(
    db: Session, person: Person, password_hash: str, *, keep: int | None, now: datetime
) -> None:
    person.password_hash = password_hash
    void_links(db, person, TokenPurpose.RESET_PASSWORD, now=now)
    close_devices(db, person_id=person.id, except_id=keep, now=now)
    audit.record(db, person, "password_changed", by=person, now=now)
    messages.post_password_changed(db, person, now=now)

"""What admins do to the account of somebody else: role, block, confirmation, browsers."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.core import audit

from .. import messages, queries
from ..errors import AdminNotBlocked, LastAdmin, NotConfirmed
from ..models import Person, TokenPurpose
from .devices import close_devices
from .links import send_link, void_links


def set_admin(db: Session, person_id: int, wanted: bool, *, by: Person, now: datetime) -> Person:
    """Give or take the whole platform; asking twice changes nothing.

    Raises NotConfirmed for an account that cannot sign in, LastAdmin when nobody would be left.
    """
    admins = queries.lock_admins(db)
    person = queries.lock_person(db, person_id)
    if person.is_admin == wanted:
        return person
    if wanted and (person.email_confirmed_at is None or person.blocked_at is not None):
        raise NotConfirmed
    if not wanted and len(admins) == 1:
        raise LastAdmin
    person.admin_since = now if wanted else None
    audit.record(db, person, "made_admin" if wanted else "unmade_admin", by=by, now=now)
    return person


def send_confirmation(db: Session, person_id: int, *, by: Person, now: datetime) -> None:
    """Mail the link that confirms an address once more; nothing when there is nothing to confirm."""
    person = queries.lock_person(db, person_id)
    if person.email_confirmed_at is None and person.blocked_at is None:
        send_link(db, person, TokenPurpose.CONFIRM_EMAIL, now=now)
        audit.record(db, person, "confirmation_sent", by=by, now=now)


def close_all_devices(db: Session, person_id: int, *, by: Person, now: datetime) -> None:
    """Sign somebody out of every browser; her password stays."""
    person = queries.lock_person(db, person_id)
    close_devices(db, person_id=person.id, now=now)
    audit.record(db, person, "signed_out_everywhere", by=by, now=now)


def block(db: Session, person_id: int, *, reason: str, by: Person, now: datetime) -> Person:
    """From now on the account opens nothing: browsers are signed out, links are void, mail says why.

    Blocking again changes nothing. Raises AdminNotBlocked.
    """
    person = queries.lock_person(db, person_id)
    if person.is_admin:
        raise AdminNotBlocked
    if person.blocked_at is not None:
        return person
    person.blocked_at, person.block_reason = now, reason
    close_devices(db, person_id=person.id, now=now)
    for purpose in TokenPurpose:
        void_links(db, person, purpose, now=now)
    audit.record(db, person, "blocked", by=by, now=now, reason=reason)
    messages.post_blocked(db, person, now=now)
    return person


def unblock(db: Session, person_id: int, *, by: Person, now: datetime) -> Person:
    """The account opens again with its password; she signs in anew."""
    person = queries.lock_person(db, person_id)
    if person.blocked_at is not None:
        person.blocked_at, person.block_reason = None, ""
        audit.record(db, person, "unblocked", by=by, now=now)
        messages.post_unblocked(db, person, now=now)
    return person

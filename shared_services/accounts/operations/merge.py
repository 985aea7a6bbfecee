"""Closing the account that somebody has in excess, once her other one holds everything."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from .. import queries
from ..errors import AddressChangedLately, TwinIsAdmin, TwinIsBlocked
from ..models import Person, SupportVisit, TokenPurpose
from .devices import close_devices
from .email_change import OBJECT_WITHIN
from .links import void_links


def check_mergeable(db: Session, kept: Person, twin: Person, *, now: datetime) -> None:
    """Raises what keeps `twin` from going into `kept`: TwinIsAdmin, TwinIsBlocked, or AddressChangedLately
    while an old address may still say that it was not her."""
    if twin.is_admin:
        raise TwinIsAdmin
    if twin.blocked_at is not None or kept.blocked_at is not None:
        raise TwinIsBlocked
    if queries.changed_email_lately(db, [kept.id, twin.id], since=now - OBJECT_WITHIN):
        raise AddressChangedLately


def close_into(db: Session, twin: Person, kept: Person, *, now: datetime) -> None:
    """The twin opens nothing from now on, and its address leads to the kept account.

    An address that nobody ever confirmed is nobody's: it is given free.
    """
    close_devices(db, person_id=twin.id, now=now)
    for purpose in TokenPurpose:
        void_links(db, twin, purpose, now=now)
    # What the other account did as support stays told of as it was.
    hers = (SupportVisit.person_id == twin.id, SupportVisit.admin_id != kept.id)
    db.execute(update(SupportVisit).where(*hers).values(person_id=kept.id))
    if twin.email_confirmed_at is None:
        twin.email = f"{twin.reference.lower()}@merged.invalid"
    kept.phone = kept.phone or twin.phone
    twin.password_hash = twin.phone = None
    twin.merged_into_id, twin.merged_at = kept.id, now

"""An organisation joins and leaves a hub."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from .. import bonds, messages, queries
from ..errors import AlreadyDecided
from ..models import BondState, Membership


def request_membership(
    db: Session, organisation_id: int, hub_id: int, *, by: Person, now: datetime
) -> Membership:
    """Ask the hub; asking again changes nothing. Raises NotFound."""
    queries.lock_hub(db, hub_id)
    live = queries.find_live_membership(db, organisation_id, hub_id)
    if live is not None:
        return live
    membership = Membership(
        organisation_id=organisation_id, hub_id=hub_id, state=BondState.REQUESTED, requested_at=now
    )
    db.add(membership)
    audit.record(db, membership, "requested", by=by, now=now, moved=(None, BondState.REQUESTED.value))
    messages.post_membership_requested(db, membership, now=now)
    return membership


def accept_membership(db: Session, membership_id: int, *, by: Person, now: datetime) -> Membership:
    """The hub says yes. Raises NotFound, AlreadyDecided."""
    return _decide(db, membership_id, BondState.ACCEPTED, by=by, now=now)


def refuse_membership(
    db: Session, membership_id: int, *, by: Person, now: datetime, reason: str = ""
) -> Membership:
    """The hub says no. Raises NotFound, AlreadyDecided."""
    return _decide(db, membership_id, BondState.REFUSED, by=by, now=now, reason=reason)


def end_membership(
    db: Session, membership_id: int, *, by: Person, now: datetime, reason: str = ""
) -> Membership:
    """The organisation is no longer a member; bookings already made stay. Raises NotFound, AlreadyDecided."""
    membership = queries.lock_membership(db, membership_id)
    bonds.move(db, membership, BondState.ENDED, by=by, now=now, reason=reason)
    messages.post_membership_decided(db, membership, now=now)
    return membership


def renew_membership(
    db: Session, membership_id: int, *, until: date, by: Person, now: datetime
) -> Membership:
    """Agree on a new last day. Raises NotFound, AlreadyDecided when it is no membership."""
    membership = queries.lock_membership(db, membership_id)
    if membership.state != BondState.ACCEPTED:
        raise AlreadyDecided
    before, membership.valid_until = membership.valid_until, until
    details = {"from": before.isoformat() if before else None, "until": until.isoformat()}
    audit.record(db, membership, "renewed", by=by, now=now, details=details)
    return membership


def _decide(
    db: Session, membership_id: int, to: BondState, *, by: Person, now: datetime, reason: str = ""
) -> Membership:
    membership = queries.lock_membership(db, membership_id)
    if membership.state != BondState.REQUESTED:
        raise AlreadyDecided
    bonds.move(db, membership, to, by=by, now=now, reason=reason)
    messages.post_membership_decided(db, membership, now=now)
    return membership

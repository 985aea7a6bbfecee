"""The life of an affiliation or a membership: which moves are legal, and the dates that go with them."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from .errors import AlreadyDecided
from .models import Affiliation, BondState, Membership

LEGAL: dict[BondState, frozenset[BondState]] = {
    BondState.REQUESTED: frozenset({BondState.ACCEPTED, BondState.REFUSED, BondState.ENDED}),
    BondState.ACCEPTED: frozenset({BondState.ENDED}),
    BondState.REFUSED: frozenset(),
    BondState.ENDED: frozenset(),
}


def move(
    db: Session, bond: Affiliation | Membership, to: BondState, *, by: Person, now: datetime, reason: str = ""
) -> None:
    """Move a locked bond. Raises AlreadyDecided outside the table above."""
    before = bond.state
    if to not in LEGAL[before]:
        raise AlreadyDecided
    bond.state = to
    bond.decided_at = bond.decided_at or now
    bond.ended_at = now if to == BondState.ENDED else None
    bond.reason = reason
    audit.record(db, bond, to.value, by=by, now=now, moved=(before.value, to.value), reason=reason or None)

"""A person joins and leaves an organisation."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from .. import bonds, messages, queries
from ..errors import AlreadyDecided, NotAColleagueThere, SuccessorNeeded
from ..models import Affiliation, BondState


def request_affiliation(
    db: Session, organisation_id: int, *, person: Person, now: datetime, as_referent: bool = False
) -> Affiliation:
    """Ask to join; asking again changes nothing. Raises NotFound."""
    queries.lock_organisation(db, organisation_id)
    live = queries.find_live_affiliation(db, person.id, organisation_id)
    if live is not None:
        return live
    affiliation = Affiliation(
        person_id=person.id,
        organisation_id=organisation_id,
        is_referent=as_referent,
        state=BondState.REQUESTED,
        requested_at=now,
    )
    db.add(affiliation)
    audit.record(db, affiliation, "requested", by=person, now=now, moved=(None, BondState.REQUESTED.value))
    messages.post_affiliation_requested(db, affiliation, now=now)
    return affiliation


def accept_affiliation(db: Session, affiliation_id: int, *, by: Person, now: datetime) -> Affiliation:
    """A referent of the organisation or a hub it belongs to says yes. Raises NotFound, AlreadyDecided."""
    return _decide(db, affiliation_id, BondState.ACCEPTED, by=by, now=now)


def refuse_affiliation(db: Session, affiliation_id: int, *, by: Person, now: datetime) -> Affiliation:
    """The answer is no. Raises NotFound, AlreadyDecided."""
    return _decide(db, affiliation_id, BondState.REFUSED, by=by, now=now)


def end_affiliation(
    db: Session,
    affiliation_id: int,
    *,
    by: Person,
    now: datetime,
    reason: str = "",
    successor_id: int | None = None,
) -> Affiliation:
    """The person leaves, or is no longer there and is told; her bookings stay.

    The only referent who leaves hands her part to a colleague, where there is one. Raises NotFound,
    AlreadyDecided, SuccessorNeeded, NotAColleagueThere.
    """
    affiliation = queries.lock_affiliation(db, affiliation_id)
    if by.id == affiliation.person_id and affiliation.state == BondState.ACCEPTED:
        _hand_over(db, affiliation, successor_id, by=by, now=now)
    bonds.move(db, affiliation, BondState.ENDED, by=by, now=now, reason=reason)
    if by.id != affiliation.person_id:
        messages.post_affiliation_decided(db, affiliation, now=now)
    return affiliation


def _hand_over(
    db: Session, leaving: Affiliation, successor_id: int | None, *, by: Person, now: datetime
) -> None:
    if successor_id is not None:
        successor = queries.find_live_affiliation(db, successor_id, leaving.organisation_id)
        if successor is None or successor.state != BondState.ACCEPTED or successor_id == leaving.person_id:
            raise NotAColleagueThere
        if not successor.is_referent:
            successor.is_referent = True
            audit.record(db, successor, "made_referent", by=by, now=now)
    elif queries.list_successors(db, leaving):
        raise SuccessorNeeded


def make_referent(
    db: Session, affiliation_id: int, *, is_referent: bool, by: Person, now: datetime
) -> Affiliation:
    """Give or take back the referent's part. Raises NotFound, AlreadyDecided when she does not belong."""
    affiliation = queries.lock_affiliation(db, affiliation_id)
    if affiliation.state != BondState.ACCEPTED:
        raise AlreadyDecided
    if affiliation.is_referent != is_referent:
        affiliation.is_referent = is_referent
        action = "made_referent" if is_referent else "unmade_referent"
        audit.record(db, affiliation, action, by=by, now=now)
    return affiliation


def _decide(db: Session, affiliation_id: int, to: BondState, *, by: Person, now: datetime) -> Affiliation:
    affiliation = queries.lock_affiliation(db, affiliation_id)
    if affiliation.state != BondState.REQUESTED:
        raise AlreadyDecided
    bonds.move(db, affiliation, to, by=by, now=now)
    messages.post_affiliation_decided(db, affiliation, now=now)
    return affiliation

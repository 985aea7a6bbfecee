"""The life of an edit: written beside the published offer, read by an admin, put in its place or sent back.

Every verb locks the offer first: an edit is decided once, and never on an offer that left the catalogue.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from .. import messages, queries
from ..errors import IllegalOfferMove, NothingChanged, OfferNotEditable, ReasonMissing
from ..kinds import Content, offer_kind
from ..models import Offer
from ..moves import EDITABLE, PUBLIC
from . import queries as revision_queries
from .models import OfferRevision, RevisionStatus

WRITABLE = frozenset({RevisionStatus.DRAFT, RevisionStatus.RETURNED})


def save_text(db: Session, offer_id: int, content: Content, *, by: Person, now: datetime) -> bool:
    """What its writers typed: in the offer itself while it is theirs, beside it once the public reads it.

    True when it stands beside, as an edit. Raises OfferNotEditable while an admin reads it, or once it is
    put away.
    """
    offer = queries.lock_offer(db, offer_id)
    if offer.status in PUBLIC:
        write_revision(db, offer_id, content, by=by, now=now)
        return True
    if offer.status not in EDITABLE:
        raise OfferNotEditable
    offer_kind(offer.kind).write(db, offer, content, now)
    audit.record(db, offer, "rewritten", by=by, now=now)
    return False


def write_revision(
    db: Session, offer_id: int, content: Content, *, by: Person, now: datetime
) -> OfferRevision:
    """Begin an edit, or go on with it; readers see nothing of it. Raises OfferNotEditable."""
    offer = _lock_public(db, offer_id)
    revision = revision_queries.find_live_revision(db, offer_id)
    if revision is None:
        revision = OfferRevision(offer_id=offer_id, author_id=by.id, created_at=now)
        db.add(revision)
    elif revision.status not in WRITABLE:
        raise OfferNotEditable
    revision.content, revision.updated_at, revision.author_id = content, now, by.id
    audit.record(db, offer, "revision_written", by=by, now=now)
    return revision


def submit_revision(db: Session, offer_id: int, *, by: Person, now: datetime) -> OfferRevision:
    """Put the edit in the admins' queue.

    Raises NothingChanged, IllegalOfferMove, and what its kind says it lacks.
    """
    offer, revision = _lock_live(db, offer_id, WRITABLE)
    kind = offer_kind(offer.kind)
    if revision.content == kind.content(db, offer_id):
        raise NothingChanged
    kind.check_whole(db, revision.content)
    revision.status, revision.submitted_at, revision.reason = RevisionStatus.SUBMITTED, now, ""
    audit.record(db, offer, "revision_submitted", by=by, now=now)
    messages.post_revision_to_admins(db, revision, now=now)
    return revision


def take_back_revision(db: Session, offer_id: int, *, by: Person, now: datetime) -> OfferRevision:
    """Take it out of the queue to go on writing. Raises IllegalOfferMove."""
    offer, revision = _lock_live(db, offer_id, {RevisionStatus.SUBMITTED})
    revision.status, revision.submitted_at = RevisionStatus.DRAFT, None
    audit.record(db, offer, "revision_taken_back", by=by, now=now)
    return revision


def drop_revision(db: Session, offer_id: int, *, by: Person, now: datetime) -> None:
    """Give the edit up; the published text stays. Raises IllegalOfferMove."""
    offer, revision = _lock_live(db, offer_id, {*WRITABLE, RevisionStatus.SUBMITTED})
    _end(db, offer, revision, RevisionStatus.DROPPED, by=by, now=now)


def publish_revision(db: Session, revision_id: int, *, by: Person, now: datetime) -> OfferRevision:
    """Put the edit in the place of the published text; its author is told. Raises IllegalOfferMove."""
    offer, revision = _lock_submitted(db, revision_id)
    kind = offer_kind(offer.kind)
    revision.before = kind.content(db, offer.id)
    kind.write(db, offer, revision.content, now)
    _end(db, offer, revision, RevisionStatus.PUBLISHED, by=by, now=now)
    messages.post_revision_decided(db, revision, now=now)
    return revision


def return_revision(
    db: Session, revision_id: int, *, by: Person, reason: str, now: datetime
) -> OfferRevision:
    """Send the edit back with an explanation. Raises ReasonMissing, IllegalOfferMove."""
    if not reason.strip():
        raise ReasonMissing
    offer, revision = _lock_submitted(db, revision_id)
    revision.reason = reason.strip()
    _end(db, offer, revision, RevisionStatus.RETURNED, by=by, now=now)
    messages.post_revision_decided(db, revision, now=now)
    return revision


def drop_with_offer(db: Session, offer: Offer, *, by: Person, now: datetime) -> None:
    """An offer that leaves the catalogue takes its edit along; the offer is locked."""
    revision = revision_queries.find_live_revision(db, offer.id)
    if revision is not None:
        _end(db, offer, revision, RevisionStatus.DROPPED, by=by, now=now)


def _end(
    db: Session, offer: Offer, revision: OfferRevision, status: RevisionStatus, *, by: Person, now: datetime
) -> None:
    revision.status, revision.decided_at = status, now
    details = {"revision": revision.id}
    reason = revision.reason if status == RevisionStatus.RETURNED else None
    audit.record(db, offer, f"revision_{status}", by=by, now=now, reason=reason, details=details)


def _lock_public(db: Session, offer_id: int) -> Offer:
    offer = queries.lock_offer(db, offer_id)
    if offer.status not in PUBLIC:
        raise OfferNotEditable
    return offer


def _lock_live(
    db: Session, offer_id: int, statuses: frozenset[RevisionStatus] | set[RevisionStatus]
) -> tuple[Offer, OfferRevision]:
    offer = queries.lock_offer(db, offer_id)
    revision = revision_queries.find_live_revision(db, offer_id)
    if revision is None or revision.status not in statuses:
        raise IllegalOfferMove
    return offer, revision


def _lock_submitted(db: Session, revision_id: int) -> tuple[Offer, OfferRevision]:
    known = revision_queries.get_revision(db, revision_id)
    offer, revision = _lock_live(db, known.offer_id, {RevisionStatus.SUBMITTED})
    if revision.id != revision_id:
        raise IllegalOfferMove
    return offer, revision

"""Reads about the edits of published offers."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from shared_services.accounts.models import Person
from shared_services.core.audit import AuditEntry
from shared_services.core.errors import existing

from ..models import Offer
from .models import LIVE, OfferRevision, RevisionStatus


def find_live_revision(db: Session, offer_id: int) -> OfferRevision | None:
    """The edit that is being written, read or corrected."""
    live = select(OfferRevision).where(OfferRevision.offer_id == offer_id, OfferRevision.status.in_(LIVE))
    return db.scalar(live.execution_options(populate_existing=True))  # read again once the offer is locked


def get_revision(db: Session, revision_id: int) -> OfferRevision:
    """With its author, its offer and the offer's hub. Raises NotFound."""
    return existing(db.scalar(_with_offer().where(OfferRevision.id == revision_id)))


def list_submitted_revisions(db: Session) -> list[OfferRevision]:
    """What waits for an admin, the oldest first."""
    waiting = _with_offer().where(OfferRevision.status == RevisionStatus.SUBMITTED)
    return list(db.scalars(waiting.order_by(OfferRevision.submitted_at, OfferRevision.id)))


def list_history(db: Session, offer: Offer) -> list[tuple[AuditEntry, str]]:
    """What was done to an offer and by whom, the newest first."""
    entries = db.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_kind == offer.__tablename__, AuditEntry.subject_id == offer.id)
        .order_by(AuditEntry.id.desc())
    ).all()
    names = _names(db, {entry.actor_id for entry in entries if entry.actor_id})
    return [(entry, names.get(entry.actor_id or 0, "")) for entry in entries]


def _names(db: Session, person_ids: set[int]) -> dict[int, str]:
    people: Sequence[Person] = db.scalars(select(Person).where(Person.id.in_(person_ids))).all()
    return {person.id: person.name for person in people}


def _with_offer() -> Select[OfferRevision]:
    return select(OfferRevision).options(
        joinedload(OfferRevision.author), joinedload(OfferRevision.offer).joinedload(Offer.hub)
    )

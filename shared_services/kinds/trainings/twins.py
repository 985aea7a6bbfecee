"""Twin sessions: the same training at another date, here or in another hub."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from shared_services.booking.models import BookableStatus
from shared_services.catalogue.models import OfferStatus
from shared_services.core.text import normalised

from .models import TrainingOffer, TrainingSession

NEAR = timedelta(days=21)
# Words too short to say what a training is about.
SHORTEST_WORD = 4
ALIKE = 0.5


def list_twins(db: Session, session: TrainingSession, *, now: datetime) -> list[TrainingSession]:
    """Sessions within three weeks that people of this one could join: its own hub first, then by date.

    With hub, offer, half days and trainers; three statements.
    """
    if session.starts_at is None:
        return []
    near = (
        select(TrainingSession)
        .join(TrainingSession.offer.of_type(TrainingOffer))
        .where(
            TrainingSession.id != session.id,
            TrainingSession.status == BookableStatus.SCHEDULED,
            TrainingSession.starts_at.between(max(now, session.starts_at - NEAR), session.starts_at + NEAR),
            TrainingOffer.status == OfferStatus.PUBLISHED,
        )
        .options(
            joinedload(TrainingSession.hub),
            joinedload(TrainingSession.offer.of_type(TrainingOffer)),
            selectinload(TrainingSession.half_days),
            selectinload(TrainingSession.trainers),
        )
    )
    twins = [other for other in db.scalars(near) if are_twins(session, other)]
    return sorted(twins, key=lambda other: (other.hub_id != session.hub_id, other.starts_at, other.id))


def are_twins(one: TrainingSession, other: TrainingSession) -> bool:
    """The same offer, or titles with at least half of their words in common; the offers are loaded."""
    if one.offer_id == other.offer_id:
        return True
    if one.offer is None or other.offer is None:
        return False
    return alike(one.offer.title, other.offer.title)


def alike(title: str, other: str) -> bool:
    """At least half of their words in common, whatever accents, capitals and order."""
    words, others = _words(title), _words(other)
    together = words | others
    return bool(together) and len(words & others) / len(together) >= ALIKE


def _words(title: str) -> set[str]:
    return {word for word in normalised(title).split() if len(word) >= SHORTEST_WORD}

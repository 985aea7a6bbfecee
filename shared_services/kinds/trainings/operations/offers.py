"""Writing a training offer, handing it in, taking it back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.catalogue.models import Level, Modality
from shared_services.catalogue.texts import put_text
from shared_services.core import audit

from .. import queries
from ..errors import SessionsToCome
from ..models import TrainingOffer


@dataclass(frozen=True, kw_only=True)
class OfferText:
    """All that a manager writes about a training. `price_cents` 0 is free, `dates_each` 0 has no limit."""

    title: str
    summary: str
    objectives: str
    programme: str
    methods: str
    assessment: str
    prerequisites: str
    bring: str
    duration_minutes: int
    audience: str
    modality: Modality
    level: Level | None = None
    access_terms: str
    price_cents: int
    accessibility_contact: str
    dates_each: int
    theme_ids: tuple[int, ...]


def write_offer(db: Session, hub_id: int, text: OfferText, *, by: Person, now: datetime) -> TrainingOffer:
    """A new draft of the hub."""
    offer = TrainingOffer(hub_id=hub_id, author_id=by.id, created_at=now)
    write_text(db, offer, text, now=now)
    db.add(offer)
    audit.record(db, offer, "written", by=by, now=now)
    return offer


def check_unused(db: Session, offer_id: int, now: datetime) -> None:
    """Raises SessionsToCome while people may count on a session of it."""
    coming = queries.count_unfinished(db, [offer_id], now=now).get(offer_id, 0)
    if coming:
        raise SessionsToCome(sessions=coming)


def write_text(db: Session, offer: TrainingOffer, text: OfferText, *, now: datetime) -> None:
    """Put the text in the place of the one it has."""
    # People look for a subject: words of the methods or the programme would only make noise.
    found_by = (text.title, text.summary, text.objectives, text.audience)
    put_text(db, offer, text, found_by=found_by, now=now)

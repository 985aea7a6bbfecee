"""The text of a training in plain values, as an edit of it is kept, compared and put in its place."""

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.catalogue.kinds import Content
from shared_services.catalogue.models import LEVELS, MODALITIES, Level, Modality, Offer
from shared_services.catalogue.revisions.changes import Told
from shared_services.catalogue.texts import as_content, tell, values_of
from shared_services.core.i18n import LazyString, _, _l
from shared_services.core.saying import euros, say_duration

from . import queries
from .models import TrainingOffer
from .operations.offers import OfferText, write_text

LABELS: dict[str, LazyString | str] = {
    "title": _l("Titre"),
    "summary": _l("En deux phrases"),
    "objectives": _l("Objectifs"),
    "programme": _l("Programme"),
    "methods": _l("Moyens et méthodes"),
    "assessment": _l("Évaluation"),
    "prerequisites": _l("Prérequis"),
    "bring": _l("À apporter"),
    "duration_minutes": _l("Durée"),
    "audience": _l("Pour qui"),
    "modality": _l("Modalité"),
    "level": _l("Niveau"),
    "access_terms": _l("Modalités et délais d'accès"),
    "price_cents": _l("Prix"),
    "accessibility_contact": _l("Contact accessibilité"),
    "dates_each": _l("Plusieurs dates par personne"),
    "theme_ids": _l("Thèmes"),
}
WORDS: dict[str, Callable[[Any], str]] = {
    "modality": lambda value: str(MODALITIES[Modality(value)]),
    "level": lambda value: str(LEVELS[Level(value)]) if value else _("Tous niveaux"),
    "price_cents": lambda value: euros(value) if value else _("gratuit"),
    "duration_minutes": say_duration,
    "dates_each": lambda value: _("oui") if value != 1 else _("non"),
}


def text_of(offer: TrainingOffer) -> OfferText:
    """What readers see today; the offer has its themes."""
    return OfferText(**values_of(OfferText, offer))


def from_content(content: Content) -> OfferText:
    """A field that did not exist yet when the edit was written keeps nothing."""
    level = content.get("level")
    values: dict[str, Any] = {field.name: content.get(field.name, "") for field in fields(OfferText)}
    values |= {
        "modality": Modality(content["modality"]),
        "level": Level(level) if level else None,
        "theme_ids": tuple(content["theme_ids"]),
    }
    return OfferText(**values)


def content(db: Session, offer_id: int) -> Content:
    return as_content(text_of(queries.get_offer(db, offer_id)))


def told(db: Session, content: Content) -> list[Told]:
    """Each field in words, in the order of the form."""
    return tell(db, content, LABELS, WORDS)


def write(db: Session, offer: Offer, content: Content, now: datetime) -> None:
    write_text(db, queries.get_offer(db, offer.id), from_content(content), now=now)

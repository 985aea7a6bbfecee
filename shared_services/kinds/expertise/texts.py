"""The text of an offer in plain values, as an edit of it is kept, compared and put in its place."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.catalogue.kinds import Content
from shared_services.catalogue.models import Offer
from shared_services.catalogue.revisions.changes import Told
from shared_services.catalogue.texts import as_content, tell, values_of
from shared_services.core.i18n import LazyString, _, _l
from shared_services.core.saying import euros

from . import queries
from .models import ExpertOffer
from .operations.offers import OfferText, write_text

LABELS: dict[str, LazyString | str] = {
    "title": _l("Ce que l'expert apporte"),
    "summary": _l("En deux phrases"),
    "description": _l("Description"),
    "expectations": _l("À quoi s'attendre"),
    "audience": _l("Pour quels publics"),
    "theme_ids": _l("Thèmes"),
    "price_cents": _l("Prix"),
    "accessibility_contact": _l("Contact accessibilité"),
}


def text_of(offer: ExpertOffer) -> OfferText:
    """What readers see today; the offer has its themes."""
    return OfferText(**values_of(OfferText, offer))


def from_content(content: Content) -> OfferText:
    """A field that did not exist yet when the edit was written keeps nothing."""
    values: dict[str, Any] = {
        field.name: content.get(field.name, 0 if field.name == "price_cents" else "")
        for field in fields(OfferText)
    }
    return OfferText(**values | {"theme_ids": tuple(content["theme_ids"])})


def content(db: Session, offer_id: int) -> Content:
    return as_content(text_of(queries.get_offer(db, offer_id)))


def told(db: Session, content: Content) -> list[Told]:
    """Each field in words, in the order of the form."""
    return tell(db, content, LABELS, {"price_cents": _amount})


def write(db: Session, offer: Offer, content: Content, now: datetime) -> None:
    write_text(db, queries.get_offer(db, offer.id), from_content(content), now=now)


def _amount(cents: int | None) -> str:
    return euros(cents) if cents else _("aucun montant")

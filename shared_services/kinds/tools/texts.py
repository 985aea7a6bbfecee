"""The text of a tool in plain values, as an edit of it is kept, compared and put in its place."""

from collections.abc import Callable
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
from .models import CATEGORIES, ToolCategory, ToolOffer
from .operations.offers import ToolText, write_text

LABELS: dict[str, LazyString | str] = {
    "title": _l("Nom de l'outil"),
    "summary": _l("En deux phrases"),
    "category": _l("Type"),
    "description": _l("Description"),
    "condition": _l("État du matériel"),
    "audience": _l("Pour quels publics"),
    "theme_ids": _l("Thèmes"),
    "price_cents": _l("Prix"),
    "replacement_cents": _l("Valeur"),
    "deposit_cents": _l("Caution"),
    "accessibility_contact": _l("Contact accessibilité"),
}
AMOUNTS = ("price_cents", "replacement_cents", "deposit_cents")


def text_of(offer: ToolOffer) -> ToolText:
    """What readers see today; the offer has its themes."""
    return ToolText(**values_of(ToolText, offer))


def from_content(content: Content) -> ToolText:
    """A field that did not exist yet when the edit was written keeps nothing."""
    values: dict[str, Any] = {
        field.name: content.get(field.name, 0 if field.name in AMOUNTS else "") for field in fields(ToolText)
    }
    values |= {"category": ToolCategory(content["category"]), "theme_ids": tuple(content["theme_ids"])}
    return ToolText(**values)


def content(db: Session, offer_id: int) -> Content:
    return as_content(text_of(queries.get_offer(db, offer_id)))


def told(db: Session, content: Content) -> list[Told]:
    """Each field in words, in the order of the form."""
    words: dict[str, Callable[[Any], str]] = dict.fromkeys(AMOUNTS, _amount)
    words["category"] = lambda value: str(CATEGORIES[ToolCategory(value)])
    return tell(db, content, LABELS, words)


def write(db: Session, offer: Offer, content: Content, now: datetime) -> None:
    write_text(db, queries.get_offer(db, offer.id), from_content(content), now=now)


def _amount(cents: int | None) -> str:
    return euros(cents) if cents else _("aucun montant")

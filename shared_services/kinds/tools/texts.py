"""The text of a tool in plain values, as an edit of it is kept, compared and put in its place."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.catalogue.kinds import Content
from shared_services.catalogue.models import Offer
from shared_services.catalogue.queries import list_themes
from shared_services.catalogue.revisions.changes import Told
from shared_services.core.i18n import LazyString, _, _l

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
    values = {
        field.name: getattr(offer, field.name) for field in fields(ToolText) if field.name != "theme_ids"
    }
    return ToolText(**values, theme_ids=tuple(sorted(theme.id for theme in offer.themes)))


def as_content(text: ToolText) -> Content:
    return {**asdict(text), "theme_ids": sorted(text.theme_ids)}


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
    names = {theme.id: theme.name for theme in list_themes(db)}
    return [Told(name, str(label), _said(name, content.get(name), names)) for name, label in LABELS.items()]


def write(db: Session, offer: Offer, content: Content, now: datetime) -> None:
    write_text(db, queries.get_offer(db, offer.id), from_content(content), now=now)


def _said(name: str, value: Any, themes: dict[int, str]) -> str:
    if name == "theme_ids":
        return ", ".join(themes.get(theme_id, "") for theme_id in value or [])
    if name == "category":
        return str(CATEGORIES[ToolCategory(value)])
    if name in AMOUNTS:
        return f"{value // 100},{value % 100:02d}\u00a0€" if value else _("aucun montant")
    return str(value or "")

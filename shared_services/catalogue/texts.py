"""The text of an offer, whatever its kind: read from it, in plain values, told in words, put in its place.

A kind's text is a frozen dataclass with the columns that people write, and `theme_ids`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, ClassVar, Protocol

from sqlalchemy.orm import Session

from shared_services.core.i18n import LazyString
from shared_services.core.text import normalised, search_text

from .kinds import Content
from .models import Offer
from .queries import list_themes
from .revisions.changes import Told


class Text(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def title(self) -> str: ...

    @property
    def theme_ids(self) -> tuple[int, ...]: ...


def values_of(kind: type[Text], offer: Offer) -> dict[str, Any]:
    """What readers see today, by the names of the kind's text; the offer has its themes."""
    values = {field.name: getattr(offer, field.name) for field in fields(kind) if field.name != "theme_ids"}
    return {**values, "theme_ids": tuple(sorted(theme.id for theme in offer.themes))}


def as_content(text: Text) -> Content:
    return {**asdict(text), "theme_ids": sorted(text.theme_ids)}


def put_text(db: Session, offer: Offer, text: Text, *, found_by: Iterable[str], now: datetime) -> None:
    """Put the text in the place of the one it has; it is found by its themes too, in both languages."""
    for column in fields(text):
        if column.name != "theme_ids":
            setattr(offer, column.name, getattr(text, column.name))
    offer.themes = [theme for theme in list_themes(db) if theme.id in text.theme_ids]
    names = [name for theme in offer.themes for name in (theme.name_fr, theme.name_en)]
    offer.search_text = search_text(*found_by, *names)
    offer.sort_key = normalised(text.title)
    offer.updated_at = now


def tell(
    db: Session,
    content: Content,
    labels: Mapping[str, LazyString | str],
    words: Mapping[str, Callable[[Any], str]],
) -> list[Told]:
    """Each field in words, in the order of `labels`; `words` says those that are no text."""
    themes = {theme.id: theme.name for theme in list_themes(db)}

    def said(name: str, value: Any) -> str:
        if name == "theme_ids":
            return ", ".join(themes.get(theme_id, "") for theme_id in value or [])
        return words[name](value) if name in words else str(value or "")

    return [Told(name, str(label), said(name, content.get(name))) for name, label in labels.items()]

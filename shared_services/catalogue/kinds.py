"""Each kind of offer says where its pages are and how its offers are previewed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class OfferKind:
    """`endpoint` and `edit_endpoint` take `offer_id`; `template` shows what `facts(db, offer_id)` reads."""

    endpoint: str
    edit_endpoint: str
    template: str
    facts: Callable[[Session, int], dict[str, Any]]


_kinds: dict[str, OfferKind] = {}


def register_offer_kind(kind: str, pages: OfferKind) -> None:
    """Called once by each kind when it is loaded."""
    _kinds[kind] = pages


def offer_kind(kind: str) -> OfferKind:
    """Raises KeyError for a kind that nobody registered."""
    return _kinds[kind]

"""Each kind of offer says where its pages are and how its offers are previewed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from .models import Offer
from .revisions.changes import Told

Content = dict[str, Any]


def lacks_nothing(_db: Session, _content: Content) -> None:
    """A text that its form accepted can be read."""


@dataclass(frozen=True, kw_only=True)
class OfferKind:
    """`endpoint` and `edit_endpoint` take `offer_id`; `template` shows what `facts(db, offer_id)` reads.

    `content(db, offer_id)` is the text of an offer in plain values, `told(db, content)` each field of it as
    people read it, `write(db, offer, content, now=)` puts it in the place of today's.
    `check_unused(db, offer_id, now=)` raises when people may still count on the offer; `check_whole(db,
    content)` raises what it lacks before admins read it.
    """

    endpoint: str
    edit_endpoint: str
    template: str
    facts: Callable[[Session, int], dict[str, Any]]
    content: Callable[[Session, int], Content]
    told: Callable[[Session, Content], list[Told]]
    write: Callable[[Session, Offer, Content, datetime], None]
    check_unused: Callable[[Session, int, datetime], None]
    check_whole: Callable[[Session, Content], None] = lacks_nothing


_kinds: dict[str, OfferKind] = {}


def register_offer_kind(kind: str, pages: OfferKind) -> None:
    """Called once by each kind when it is loaded."""
    _kinds[kind] = pages


def offer_kind(kind: str) -> OfferKind:
    """Raises KeyError for a kind that nobody registered."""
    return _kinds[kind]

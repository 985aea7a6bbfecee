"""What a page tells of an edit."""

from sqlalchemy.orm import Session

from ..kinds import offer_kind
from ..models import Offer
from .changes import list_changes, list_unchanged
from .models import OfferRevision


def changes_of(db: Session, offer: Offer, revision: OfferRevision) -> dict[str, object]:
    """The fields that differ from what it replaced, or would replace today."""
    kind = offer_kind(offer.kind)
    before = kind.told(db, revision.before or kind.content(db, offer.id))
    after = kind.told(db, revision.content)
    return {
        "offer": offer,
        "revision": revision,
        "changes": list_changes(before, after),
        "unchanged": list_unchanged(before, after),
    }

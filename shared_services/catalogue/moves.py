"""The life of an offer: which moves are legal."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from .errors import IllegalOfferMove
from .models import Offer, OfferStatus

S = OfferStatus

LEGAL: dict[OfferStatus, frozenset[OfferStatus]] = {
    S.DRAFT: frozenset({S.SUBMITTED, S.ARCHIVED}),
    S.SUBMITTED: frozenset({S.PUBLISHED, S.RETURNED, S.DRAFT}),
    S.RETURNED: frozenset({S.SUBMITTED, S.ARCHIVED}),
    S.PUBLISHED: frozenset({S.DRAFT, S.SUSPENDED, S.ARCHIVED}),
    S.SUSPENDED: frozenset({S.PUBLISHED, S.DRAFT, S.ARCHIVED}),
    S.ARCHIVED: frozenset({S.DRAFT}),
}
# What readers see, or what an admin is reading, does not change under their eyes.
EDITABLE = frozenset({S.DRAFT, S.RETURNED})
# What people may hold a place in: its text changes only by a revision that an admin has read.
PUBLIC = frozenset({S.PUBLISHED, S.SUSPENDED})


def move(db: Session, offer: Offer, to: OfferStatus, *, by: Person, now: datetime, reason: str = "") -> None:
    """Move a locked offer. Raises IllegalOfferMove outside the table above."""
    before = offer.status
    if to not in LEGAL[before]:
        raise IllegalOfferMove
    offer.return_reason = reason
    offer.status = to
    audit.record(db, offer, to.value, by=by, now=now, moved=(before.value, to.value), reason=reason or None)

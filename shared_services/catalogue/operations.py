"""Moderation: an offer is submitted, published or returned, withdrawn. Its author is told at each step."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from . import messages, moves, queries
from .errors import IllegalOfferMove, OfferNotEditable, ReasonMissing
from .kinds import offer_kind
from .models import Offer, OfferStatus
from .pictures import operations as pictures
from .revisions import operations as revisions


def submit_offer(db: Session, offer_id: int, *, by: Person, now: datetime) -> Offer:
    """Put a draft or a corrected offer in the admins' queue.

    Raises IllegalOfferMove, and what its kind says it lacks.
    """
    offer = queries.lock_offer(db, offer_id)
    kind = offer_kind(offer.kind)
    kind.check_whole(db, kind.content(db, offer_id))
    moves.move(db, offer, OfferStatus.SUBMITTED, by=by, now=now)
    offer.submitted_at = now
    messages.post_to_author(db, "offer_submitted", offer, now=now)
    messages.post_to_admins(db, offer, now=now)
    return offer


def publish_offer(db: Session, offer_id: int, *, by: Person, now: datetime) -> Offer:
    """Show a submitted offer to everybody. Raises IllegalOfferMove."""
    offer = queries.lock_offer(db, offer_id)
    offer.published_at = now  # before the move: a published offer always has its date
    moves.move(db, offer, OfferStatus.PUBLISHED, by=by, now=now)
    pictures.accept_with_offer(db, offer, by=by, now=now)
    messages.post_to_author(db, "offer_published", offer, now=now)
    return offer


def return_offer(db: Session, offer_id: int, *, by: Person, reason: str, now: datetime) -> Offer:
    """Send a submitted offer back to its author, who is told why. Raises ReasonMissing, IllegalOfferMove."""
    if not reason.strip():
        raise ReasonMissing
    offer = queries.lock_offer(db, offer_id)
    moves.move(db, offer, OfferStatus.RETURNED, by=by, now=now, reason=reason.strip())
    messages.post_to_author(db, "offer_returned", offer, now=now)
    return offer


def withdraw_offer(db: Session, offer_id: int, *, by: Person, now: datetime) -> Offer:
    """Take an offer back as a draft: out of the queue, of the catalogue, or of the archives.

    Raises IllegalOfferMove, and what its kind says when people still count on it.
    """
    offer = queries.lock_offer(db, offer_id)
    _leave_catalogue(db, offer, by=by, now=now)
    moves.move(db, offer, OfferStatus.DRAFT, by=by, now=now)
    offer.published_at = offer.submitted_at = None
    return offer


def suspend_offer(db: Session, offer_id: int, *, by: Person, reason: str, now: datetime) -> Offer:
    """Take a published offer out of the catalogue at once; bookings stay, the hub is told why.

    Raises ReasonMissing, IllegalOfferMove.
    """
    if not reason.strip():
        raise ReasonMissing
    offer = queries.lock_offer(db, offer_id)
    moves.move(db, offer, OfferStatus.SUSPENDED, by=by, now=now, reason=reason.strip())
    messages.post_to_managers(db, "offer_suspended", offer, now=now)
    return offer


def resume_offer(db: Session, offer_id: int, *, by: Person, now: datetime) -> Offer:
    """Show a suspended offer again. Raises IllegalOfferMove."""
    offer = queries.lock_offer(db, offer_id)
    if offer.status != OfferStatus.SUSPENDED:
        raise IllegalOfferMove
    moves.move(db, offer, OfferStatus.PUBLISHED, by=by, now=now)
    messages.post_to_managers(db, "offer_resumed", offer, now=now)
    return offer


def archive_offer(db: Session, offer_id: int, *, by: Person, now: datetime) -> Offer:
    """Put away an offer that serves no more; it keeps its history and may come back as a draft.

    Raises IllegalOfferMove, and what its kind says when people still count on it.
    """
    offer = queries.lock_offer(db, offer_id)
    _leave_catalogue(db, offer, by=by, now=now)
    moves.move(db, offer, OfferStatus.ARCHIVED, by=by, now=now)
    return offer


def _leave_catalogue(db: Session, offer: Offer, *, by: Person, now: datetime) -> None:
    if offer.status in moves.PUBLIC:
        offer_kind(offer.kind).check_unused(db, offer.id, now)
        revisions.drop_with_offer(db, offer, by=by, now=now)


def check_editable(offer: Offer) -> None:
    """Raises OfferNotEditable unless the offer is a draft or was returned."""
    if offer.status not in moves.EDITABLE:
        raise OfferNotEditable

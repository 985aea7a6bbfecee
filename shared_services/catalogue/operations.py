"""Moderation: an offer is submitted, published or returned, withdrawn. Its author is told at each step."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from . import messages, moves, pictures, queries
from .errors import OfferNotEditable, ReasonMissing
from .models import Offer, OfferStatus


def submit_offer(db: Session, offer_id: int, *, by: Person, now: datetime) -> Offer:
    """Put a draft or a corrected offer in the admins' queue. Raises IllegalOfferMove."""
    offer = queries.lock_offer(db, offer_id)
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
    """Take a submitted or published offer back as a draft; its kind has checked that nobody counts on it.

    Raises IllegalOfferMove.
    """
    offer = queries.lock_offer(db, offer_id)
    moves.move(db, offer, OfferStatus.DRAFT, by=by, now=now)
    offer.published_at = offer.submitted_at = None
    return offer


def check_editable(offer: Offer) -> None:
    """Raises OfferNotEditable unless the offer is a draft or was returned."""
    if offer.status not in moves.EDITABLE:
        raise OfferNotEditable

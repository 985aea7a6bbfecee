"""What authors and admins are told about offers. Words are in templates/mail/offer_*."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from . import queries
from .kinds import offer_kind
from .models import Offer, OfferStatus

NO_LONGER_TRUE = _l("L'offre a changé avant l'envoi.")
# A receipt stays true while the admins read.
TRUE_WHILE = {
    "offer_submitted": OfferStatus.SUBMITTED,
    "offer_published": OfferStatus.PUBLISHED,
    "offer_returned": OfferStatus.RETURNED,
    "offer_to_moderate": OfferStatus.SUBMITTED,
}


def post_to_author(db: Session, kind: str, offer: Offer, *, now: datetime) -> None:
    """Tell the author which step her offer has just reached."""
    _post(db, kind, offer, queries.get_offer(db, offer.id).author, now=now)


def post_to_admins(db: Session, offer: Offer, *, now: datetime) -> None:
    """Tell the admins that an offer waits to be read."""
    for admin in queries.list_admins(db):
        _post(db, "offer_to_moderate", offer, admin, now=now)


def _post(db: Session, kind: str, offer: Offer, person: Person, *, now: datetime) -> None:
    post(
        db,
        kind,
        recipient=Recipient(person.email, person.locale),
        key=f"{kind}:{offer.id}:{person.id}:{now.isoformat()}",
        payload={"offer_id": offer.id},
        now=now,
    )


def _render(db: Session, kind: str, payload: dict[str, Any]) -> Letter:
    offer = queries.find_offer(db, payload["offer_id"])
    if offer is None or offer.status != TRUE_WHILE[kind]:
        raise Dropped(str(NO_LONGER_TRUE))
    pages = offer_kind(offer.kind)
    facts = {
        "offer": offer,
        "hub_name": offer.hub.name,
        "author_name": offer.author.name,
        "offer_url": absolute_url(pages.endpoint, offer_id=offer.id),
        "edit_url": absolute_url(pages.edit_endpoint, offer_id=offer.id),
        "moderation_url": absolute_url("catalogue_admin.show", offer_id=offer.id),
    }
    return Letter(template=kind, facts=facts)


@renders("offer_submitted")
def render_submitted(db: Session, payload: dict[str, Any]) -> Letter:
    return _render(db, "offer_submitted", payload)


@renders("offer_published")
def render_published(db: Session, payload: dict[str, Any]) -> Letter:
    return _render(db, "offer_published", payload)


@renders("offer_returned")
def render_returned(db: Session, payload: dict[str, Any]) -> Letter:
    return _render(db, "offer_returned", payload)


@renders("offer_to_moderate")
def render_to_moderate(db: Session, payload: dict[str, Any]) -> Letter:
    return _render(db, "offer_to_moderate", payload)

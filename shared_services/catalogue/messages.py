"""What authors and admins are told about offers. Words are in templates/mail/offer_*."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.network.models import StaffRole
from shared_services.network.queries import list_current_roles
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from . import queries
from .kinds import offer_kind
from .models import Offer, OfferStatus
from .revisions.models import OfferRevision, RevisionStatus
from .revisions.queries import get_revision

NO_LONGER_TRUE = _l("L'offre a changé avant l'envoi.")
# A receipt stays true while the admins read.
TRUE_WHILE = {
    "offer_submitted": OfferStatus.SUBMITTED,
    "offer_published": OfferStatus.PUBLISHED,
    "offer_returned": OfferStatus.RETURNED,
    "offer_to_moderate": OfferStatus.SUBMITTED,
    "offer_suspended": OfferStatus.SUSPENDED,
    "offer_resumed": OfferStatus.PUBLISHED,
}


def post_to_author(db: Session, kind: str, offer: Offer, *, now: datetime) -> None:
    """Tell the author which step her offer has just reached."""
    _post(db, kind, offer, queries.get_offer(db, offer.id).author, now=now)


def post_to_admins(db: Session, offer: Offer, *, now: datetime) -> None:
    """Tell the admins that an offer waits to be read."""
    for admin in queries.list_admins(db):
        _post(db, "offer_to_moderate", offer, admin, now=now)


def post_to_managers(db: Session, kind: str, offer: Offer, *, now: datetime) -> None:
    """Tell every manager of the hub, at once whatever her rhythm: her readers are concerned."""
    for role in list_current_roles(db, offer.hub_id):
        if role.role == StaffRole.MANAGER:
            _post(db, kind, offer, role.person, now=now)


def post_revision_to_admins(db: Session, revision: OfferRevision, *, now: datetime) -> None:
    """Tell the admins that an edit waits to be read."""
    for admin in queries.list_admins(db):
        _post_revision(db, "revision_to_moderate", revision, admin, now=now)


def post_revision_decided(db: Session, revision: OfferRevision, *, now: datetime) -> None:
    """Tell who wrote an edit that it is `published`, or `returned` with its reason."""
    author = db.get_one(Person, revision.author_id)
    _post_revision(db, f"revision_{revision.status}", revision, author, now=now)


def _post_revision(db: Session, kind: str, revision: OfferRevision, person: Person, *, now: datetime) -> None:
    post(
        db,
        kind,
        recipient=Recipient(person.email, person.locale),
        key=f"{kind}:{revision.id}:{person.id}:{now.isoformat()}",
        payload={"revision_id": revision.id},
        now=now,
    )


def _render_revision(db: Session, kind: str, payload: dict[str, Any], status: RevisionStatus) -> Letter:
    revision = get_revision(db, payload["revision_id"])
    if revision.status != status:
        raise Dropped(str(NO_LONGER_TRUE))
    pages = offer_kind(revision.offer.kind)
    facts = {
        "offer": revision.offer,
        "revision": revision,
        "hub_name": revision.offer.hub.name,
        "author_name": revision.author.name,
        "offer_url": absolute_url(pages.endpoint, offer_id=revision.offer_id),
        "edit_url": absolute_url(pages.edit_endpoint, offer_id=revision.offer_id),
        "moderation_url": absolute_url("revisions_admin.read_revision", revision_id=revision.id),
    }
    return Letter(template=kind, facts=facts)


@renders("revision_to_moderate")
def render_revision_to_moderate(db: Session, payload: dict[str, Any]) -> Letter:
    return _render_revision(db, "revision_to_moderate", payload, RevisionStatus.SUBMITTED)


@renders("revision_published")
def render_revision_published(db: Session, payload: dict[str, Any]) -> Letter:
    return _render_revision(db, "revision_published", payload, RevisionStatus.PUBLISHED)


@renders("revision_returned")
def render_revision_returned(db: Session, payload: dict[str, Any]) -> Letter:
    return _render_revision(db, "revision_returned", payload, RevisionStatus.RETURNED)


@renders("offer_suspended")
def render_suspended(db: Session, payload: dict[str, Any]) -> Letter:
    return _render(db, "offer_suspended", payload)


@renders("offer_resumed")
def render_resumed(db: Session, payload: dict[str, Any]) -> Letter:
    return _render(db, "offer_resumed", payload)


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

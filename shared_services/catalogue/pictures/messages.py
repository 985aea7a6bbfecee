"""What authors and admins are told about pictures. Words are in templates/mail/offer_picture_*."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core.links import absolute_url
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from .. import queries
from ..messages import NO_LONGER_TRUE
from ..models import Offer
from .models import OfferPicture
from .queries import find_pictures


def post_to_admins(db: Session, picture: OfferPicture, *, now: datetime) -> None:
    """A new picture of a published offer waits to be read."""
    payload = {"offer_id": picture.offer_id, "picture_id": picture.id}
    for admin in queries.list_admins(db):
        _post(db, "offer_picture_to_read", admin, payload, now=now)


def post_accepted(db: Session, offer: Offer, picture: OfferPicture, *, now: datetime) -> None:
    """Readers see it from now on."""
    payload = {"offer_id": offer.id, "picture_id": picture.id}
    _post(db, "offer_picture_accepted", queries.get_offer(db, offer.id).author, payload, now=now)


def post_refused(db: Session, offer: Offer, reason: str, *, now: datetime) -> None:
    """Readers will not see it, and why."""
    payload = {"offer_id": offer.id, "reason": reason}
    _post(db, "offer_picture_refused", queries.get_offer(db, offer.id).author, payload, now=now)


def _post(db: Session, kind: str, person: Person, payload: dict[str, Any], *, now: datetime) -> None:
    post(
        db,
        kind,
        recipient=Recipient(person.email, person.locale),
        key=f"{kind}:{payload['offer_id']}:{person.id}:{now.isoformat()}",
        payload=payload,
        now=now,
    )


@renders("offer_picture_to_read")
def render_to_read(db: Session, payload: dict[str, Any]) -> Letter:
    waiting = find_pictures(db, payload["offer_id"]).waiting
    return _render(db, "offer_picture_to_read", payload, is_true=_is(waiting, payload))


@renders("offer_picture_accepted")
def render_accepted(db: Session, payload: dict[str, Any]) -> Letter:
    shown = find_pictures(db, payload["offer_id"]).shown
    return _render(db, "offer_picture_accepted", payload, is_true=_is(shown, payload))


@renders("offer_picture_refused")
def render_refused(db: Session, payload: dict[str, Any]) -> Letter:
    return _render(db, "offer_picture_refused", payload, is_true=True)


def _is(picture: OfferPicture | None, payload: dict[str, Any]) -> bool:
    return picture is not None and picture.id == payload["picture_id"]


def _render(db: Session, kind: str, payload: dict[str, Any], *, is_true: bool) -> Letter:
    offer = queries.find_offer(db, payload["offer_id"])
    if offer is None or not is_true:
        raise Dropped(str(NO_LONGER_TRUE))
    facts = {
        "offer": offer,
        "reason": payload.get("reason", ""),
        "picture_url": absolute_url("offer_pictures.change_picture", offer_id=offer.id),
        "moderation_url": absolute_url("catalogue_admin.show", offer_id=offer.id),
    }
    return Letter(template=kind, facts=facts)

"""What hubs, admins and readers are told about reports and freshness. Words are in templates/mail/."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.core.links import absolute_url
from shared_services.core.signing import sign, unsign
from shared_services.network.models import StaffRole
from shared_services.network.notices import post_to_managers
from shared_services.network.queries import has_role, list_current_roles
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from .. import queries
from ..kinds import offer_kind
from ..messages import NO_LONGER_TRUE
from ..models import Offer, OfferStatus
from .models import OfferReport
from .queries import get_report

STILL_TRUE = "offer-still-true"


def still_true_token(offer_id: int, person_id: int) -> str:
    """What the link of the mail holds: which offer, and who was asked."""
    return sign(STILL_TRUE, f"{offer_id}:{person_id}")


def read_still_true(token: str) -> tuple[int, int]:
    """The offer and the person that were signed. Raises BadLink."""
    offer_id, person_id = unsign(STILL_TRUE, token).split(":")
    return int(offer_id), int(person_id)


def post_to_hub(db: Session, report: OfferReport, offer: Offer, *, now: datetime) -> None:
    key = f"offer_reported:{report.id}"
    payload = {"report_id": report.id}
    post_to_managers(db, offer.hub_id, "offer_reported", key=key, payload=payload, now=now)


def post_to_admins(db: Session, report: OfferReport, *, now: datetime) -> None:
    for admin in queries.list_admins(db):
        _post(db, "offer_reported", report, Recipient(admin.email, admin.locale), now=now)


def post_outcome(db: Session, report: OfferReport, *, now: datetime) -> None:
    """Tell who reported what came of it."""
    _post(db, "report_closed", report, Recipient(report.email, report.locale), now=now)


def post_freshness(db: Session, offer: Offer, *, key: str, now: datetime) -> None:
    """Ask the author whether all is still true; the hub's managers when she manages it no more."""
    managers = [
        role.person for role in list_current_roles(db, offer.hub_id) if role.role == StaffRole.MANAGER
    ]
    still_there = has_role(db, offer.author_id, offer.hub_id, {StaffRole.MANAGER})
    asked = [person for person in managers if person.id == offer.author_id] if still_there else managers
    for number, person in enumerate(asked):
        post(
            db,
            "offer_to_check",
            recipient=Recipient(person.email, person.locale),
            key=f"{key}:{number}" if number else key,  # the plain key tells the job that it has asked
            payload={"offer_id": offer.id, "person_id": person.id},
            now=now,
        )


def _post(db: Session, kind: str, report: OfferReport, recipient: Recipient, *, now: datetime) -> None:
    key = f"{kind}:{report.id}:{recipient.email}"
    post(db, kind, recipient=recipient, key=key, payload={"report_id": report.id}, now=now)


@renders("offer_reported")
def render_reported(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped when somebody has answered meanwhile."""
    report = get_report(db, payload["report_id"])
    if report.closed_at is not None:
        raise Dropped(str(NO_LONGER_TRUE))
    url = absolute_url("offer_reports.show_report", report_id=report.id)
    return Letter(template="offer_reported", facts={"offer": report.offer, "report": report, "url": url})


@renders("report_closed")
def render_closed(db: Session, payload: dict[str, Any]) -> Letter:
    report = get_report(db, payload["report_id"])
    url = absolute_url(offer_kind(report.offer.kind).endpoint, offer_id=report.offer_id)
    return Letter(template="report_closed", facts={"offer": report.offer, "report": report, "url": url})


@renders("offer_to_check")
def render_to_check(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped when the offer left the catalogue."""
    offer = queries.get_offer(db, payload["offer_id"])
    if offer.status != OfferStatus.PUBLISHED:
        raise Dropped(str(NO_LONGER_TRUE))
    facts = {
        "offer": offer,
        "zone": offer.hub.time_zone,
        "since": max(offer.updated_at, offer.checked_at or offer.updated_at),
        "true_url": absolute_url(
            "offer_reports.still_true", token=still_true_token(offer.id, payload["person_id"])
        ),
        "edit_url": absolute_url(offer_kind(offer.kind).edit_endpoint, offer_id=offer.id),
    }
    return Letter(template="offer_to_check", facts=facts)

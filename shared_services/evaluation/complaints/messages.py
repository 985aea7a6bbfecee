"""What the parties to a complaint are told. Words are in templates/mail/."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.network.notices import post_to_managers
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from .models import Complaint
from .queries import get_complaint

ALREADY_ANSWERED = _l("Le hub a répondu avant l'envoi.")


def post_receipt(db: Session, complaint: Complaint, to: Recipient, *, now: datetime) -> None:
    """Its author has her reference, and knows until when an answer is promised."""
    _post(db, "complaint_received", complaint, to, now=now)


def post_answer(db: Session, complaint: Complaint, to: Recipient, *, now: datetime) -> None:
    _post(db, "complaint_answered", complaint, to, now=now)


def post_closed(db: Session, complaint: Complaint, to: Recipient, *, now: datetime) -> None:
    """Whoever complained is told what came of it, and may say that it is not so."""
    _post(db, "complaint_closed", complaint, to, now=now)


def post_to_hub(db: Session, complaint: Complaint, *, now: datetime) -> None:
    key = f"complaint_to_answer:{complaint.id}"
    payload = {"complaint_id": complaint.id}
    post_to_managers(db, complaint.hub_id, "complaint_to_answer", key=key, payload=payload, now=now)


def _post(db: Session, kind: str, complaint: Complaint, to: Recipient, *, now: datetime) -> None:
    payload = {"complaint_id": complaint.id}
    post(db, kind, recipient=to, key=f"{kind}:{complaint.id}", payload=payload, now=now)


@renders("complaint_received")
def render_received(db: Session, payload: dict[str, Any]) -> Letter:
    return _to_author("complaint_received", get_complaint(db, payload["complaint_id"]))


@renders("complaint_answered")
def render_answered(db: Session, payload: dict[str, Any]) -> Letter:
    return _to_author("complaint_answered", get_complaint(db, payload["complaint_id"]))


@renders("complaint_closed")
def render_closed(db: Session, payload: dict[str, Any]) -> Letter:
    return _to_author("complaint_closed", get_complaint(db, payload["complaint_id"]))


@renders("complaint_to_answer")
def render_to_answer(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped when somebody has answered meanwhile."""
    complaint = get_complaint(db, payload["complaint_id"])
    if not complaint.waits():
        raise Dropped(str(ALREADY_ANSWERED))
    url = absolute_url("complaints_manage.show", complaint_id=complaint.id)
    return Letter(template="complaint_to_answer", facts={"complaint": complaint, "url": url})


def _to_author(template: str, complaint: Complaint) -> Letter:
    """Who has an account reads it there too; who called is answered by mail alone."""
    has_page = complaint.person is not None
    url = absolute_url("complaints.show", reference=complaint.reference) if has_page else ""
    again = absolute_url("complaints.file", hub_id=complaint.hub_id)
    facts = {"complaint": complaint, "hub": complaint.hub, "url": url, "again": again}
    return Letter(template=template, facts=facts, reply_to=complaint.hub.email)

"""Filing a complaint, answering it, closing it; each once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.core.references import new_reference
from shared_services.outbox.letters import Recipient

from ...errors import ComplaintAnswered, ComplaintClosed, ComplaintUnanswered
from .. import messages
from ..models import Complaint, ComplaintOutcome, ComplaintState
from ..queries import lock_complaint

KEPT = timedelta(days=6 * 365 + 1)


@dataclass(frozen=True, kw_only=True)
class Filed:
    """What happened, what she wishes, and what it is about."""

    subject: str
    what_happened: str
    wish: str = ""
    offer_id: int | None = None
    booking_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who told it without an account, and how to answer."""

    name: str
    email: str = ""
    phone: str = ""


def file_complaint(db: Session, hub_id: int, filed: Filed, *, person: Person, now: datetime) -> Complaint:
    """Her own: she has a receipt, the hub's managers are told."""
    complaint = _keep(db, hub_id, filed, now=now, person_id=person.id)
    messages.post_receipt(db, complaint, Recipient(person.email, person.locale), now=now)
    messages.post_to_hub(db, complaint, now=now)
    audit.record(db, complaint, "filed", by=person, now=now)
    return complaint


def enter_complaint(
    db: Session, hub_id: int, filed: Filed, caller: Caller, *, by: Person, now: datetime
) -> Complaint:
    """Typed by a manager for who called; a receipt leaves when there is an address."""
    author = {"author_name": caller.name, "author_email": caller.email, "author_phone": caller.phone}
    complaint = _keep(db, hub_id, filed, now=now, entered_by_id=by.id, **author)
    if caller.email:
        messages.post_receipt(db, complaint, Recipient(caller.email, "fr"), now=now)
    audit.record(db, complaint, "entered", by=by, now=now)
    return complaint


def take_complaint(db: Session, complaint_id: int, *, by: Person, now: datetime) -> Complaint:
    """Somebody looks into it. Raises ComplaintClosed."""
    complaint = _lock_open(db, complaint_id)
    if complaint.state == ComplaintState.RECEIVED:
        _move(db, complaint, ComplaintState.IN_PROGRESS, by=by, now=now)
    return complaint


def answer_complaint(db: Session, complaint_id: int, words: str, *, by: Person, now: datetime) -> Complaint:
    """Answer once; the person is told by mail. Raises ComplaintClosed, ComplaintAnswered."""
    complaint = _lock_open(db, complaint_id)
    if complaint.answered_at is not None:
        raise ComplaintAnswered
    complaint.answer, complaint.answered_at = words, now
    _move(db, complaint, ComplaintState.ANSWERED, by=by, now=now)
    if author := _author(complaint):
        messages.post_answer(db, complaint, author, now=now)
    return complaint


def close_complaint(
    db: Session, complaint_id: int, outcome: ComplaintOutcome, *, by: Person, now: datetime
) -> Complaint:
    """Nothing more to do, and what came of it; the person is told.

    Raises ComplaintClosed, ComplaintUnanswered.
    """
    complaint = _lock_open(db, complaint_id)
    if complaint.answered_at is None and outcome != ComplaintOutcome.WITHDRAWN:
        raise ComplaintUnanswered
    complaint.outcome, complaint.closed_at = outcome, now
    _move(db, complaint, ComplaintState.CLOSED, by=by, now=now)
    if author := _author(complaint):
        messages.post_closed(db, complaint, author, now=now)
    return complaint


def forget_old_complaints(db: Session, *, now: datetime) -> int:
    """Delete those received more than six years ago; how many."""
    old = delete(Complaint).where(Complaint.received_at <= now - KEPT)
    return len(db.scalars(old.returning(Complaint.id)).all())


def _keep(db: Session, hub_id: int, filed: Filed, *, now: datetime, **author: object) -> Complaint:
    complaint = Complaint(
        reference=new_reference(),
        hub_id=hub_id,
        offer_id=filed.offer_id,
        booking_id=filed.booking_id,
        subject=filed.subject,
        what_happened=filed.what_happened,
        wish=filed.wish,
        received_at=now,
        **author,
    )
    db.add(complaint)
    db.flush()  # the messages name it
    return complaint


def _author(complaint: Complaint) -> Recipient | None:
    """Where whoever complained reads; None when she left a telephone number only."""
    locale = complaint.person.locale if complaint.person else "fr"
    return Recipient(complaint.email, locale) if complaint.email else None


def _lock_open(db: Session, complaint_id: int) -> Complaint:
    complaint = lock_complaint(db, complaint_id)
    if complaint.state == ComplaintState.CLOSED:
        raise ComplaintClosed
    return complaint


def _move(db: Session, complaint: Complaint, to: ComplaintState, *, by: Person, now: datetime) -> None:
    before, complaint.state = complaint.state, to
    audit.record(db, complaint, "moved", by=by, now=now, moved=(before.value, to.value))

"""The life of a message: written with its fact, claimed, then sent, dropped, tried again or given up."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import Session

from shared_services.core.database import upsert
from shared_services.core.site import site_host

from . import queries
from .letters import Recipient
from .models import MessageState, OutboxMessage

LEASE = timedelta(minutes=5)  # longer than every step of a slow mail server together
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60))
KEPT = timedelta(days=365)


def post(
    db: Session,
    kind: str,
    *,
    recipient: Recipient,
    key: str,
    payload: dict[str, Any],
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Enqueue one message. `key` is what makes it unique in the world: a second post does nothing."""
    due_at = due_at or now
    db.execute(
        upsert(db, OutboxMessage)
        .values(
            dedup_key=key,
            kind=kind,
            recipient=recipient.email,
            locale=recipient.locale,
            payload=payload,
            message_id=f"<{uuid4().hex}@{site_host()}>",
            state=MessageState.QUEUED,
            created_at=now,
            due_at=due_at,
            next_attempt_at=due_at,
            attempts=0,
        )
        .on_conflict_do_nothing(index_elements=["dedup_key"])
    )


def claim_next(db: Session, *, holder: str, now: datetime) -> OutboxMessage | None:
    """Take the oldest due message, or one whose holder died; None when another process was faster.

    The conditional UPDATE decides: whoever changes the row owns it until the lease ends.
    """
    message_id = queries.find_due(db, now=now)
    if message_id is None:
        return None
    claimed = db.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id, queries.is_due(now))
        .values(
            state=MessageState.SENDING,
            claimed_by=holder,
            lease_until=now + LEASE,
            attempts=OutboxMessage.attempts + 1,
        )
        .execution_options(synchronize_session=False)
    )
    if not isinstance(claimed, CursorResult) or claimed.rowcount != 1:
        return None
    return queries.get_message(db, message_id)


def mark_sent(db: Session, message_id: int, *, now: datetime, kept_copy: str | None = None) -> None:
    """The mail server has it; `kept_copy` is what /messages shows where there is no mail server."""
    _settle(db, message_id, state=MessageState.SENT, sent_at=now, last_error=None, kept_copy=kept_copy)


def mark_dropped(db: Session, message_id: int, *, why: str) -> None:
    """The fact is no longer true: nothing is sent, and the row says so."""
    _settle(db, message_id, state=MessageState.DROPPED, last_error=why)


def mark_failed(db: Session, message_id: int, *, error: str, for_good: bool, now: datetime) -> None:
    """Try again later, waiting longer each time, or give up visibly."""
    message = queries.get_message(db, message_id)
    if for_good or message.attempts > len(WAITS):
        _settle(db, message_id, state=MessageState.FAILED, last_error=error)
    else:
        again = now + WAITS[message.attempts - 1]
        _settle(db, message_id, state=MessageState.QUEUED, next_attempt_at=again, last_error=error)


def retry(db: Session, message_id: int, *, now: datetime) -> bool:
    """Queue a message that was given up once more. False when it had not been."""
    message = queries.get_message(db, message_id)
    if message.state != MessageState.FAILED:
        return False
    _settle(db, message_id, state=MessageState.QUEUED, next_attempt_at=now, attempts=0)
    return True


def forget_old_messages(db: Session, *, now: datetime) -> int:
    """Delete what was settled more than a year ago; returns how many."""
    settled = (MessageState.SENT, MessageState.DROPPED, MessageState.FAILED)
    old = delete(OutboxMessage).where(OutboxMessage.state.in_(settled), OutboxMessage.created_at < now - KEPT)
    return len(db.scalars(old.returning(OutboxMessage.id)).all())


def _settle(db: Session, message_id: int, **values: Any) -> None:
    released = {"lease_until": None, "claimed_by": None}
    db.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id)
        .values(**released | values)
        .execution_options(synchronize_session="fetch")
    )

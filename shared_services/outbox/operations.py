"""Writing a message down, in the transaction of the fact it tells."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from shared_services.core.database import upsert
from shared_services.core.site import site_host

from .letters import Recipient
from .models import MessageState, OutboxMessage


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

"""The outbox. Owns `outbox_message`."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shared_services.core.database import Model


class MessageState(StrEnum):
    """`queued` waits for its hour or its next try; `dropped` had become untrue; `failed` gave up."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"


class OutboxMessage(Model):
    """One message to one address, enqueued once in the world: `dedup_key` says what makes it unique.

    Written in the transaction of the fact, rendered at delivery from facts still true. Seen by
    admins (and at /messages outside production); kept one year as proof of sending, then deleted;
    erased with the person by her address. `kept_copy` is the e-mail itself, only where no mail server is
    set.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_date"),
        CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name="sending_has_lease"),
        CheckConstraint("attempts >= 0", name="attempts_counted"),
        Index("ix_outbox_message_due", "state", "next_attempt_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dedup_key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(60))
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    locale: Mapped[str] = mapped_column(String(5))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    message_id: Mapped[str] = mapped_column(String(255), unique=True)
    state: Mapped[MessageState] = mapped_column(default=MessageState.QUEUED)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column(String(80))
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[datetime | None]
    kept_copy: Mapped[str | None] = mapped_column(Text)

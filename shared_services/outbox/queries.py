"""Reads about messages."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from shared_services.core.database import in_chunks
from shared_services.core.errors import existing

from .models import MessageState, OutboxMessage


def list_known_keys(db: Session, keys: Sequence[str]) -> list[str]:
    """Which of those messages were already enqueued."""
    known: list[str] = []
    for chunk in in_chunks(keys):
        known += db.scalars(select(OutboxMessage.dedup_key).where(OutboxMessage.dedup_key.in_(chunk)))
    return known


def is_due(now: datetime) -> ColumnElement[bool]:
    """Waiting and due, or claimed by somebody whose lease has ended."""
    waiting = and_(OutboxMessage.state == MessageState.QUEUED, OutboxMessage.next_attempt_at <= now)
    abandoned = and_(OutboxMessage.state == MessageState.SENDING, OutboxMessage.lease_until <= now)
    return or_(waiting, abandoned)


def find_due(db: Session, *, now: datetime) -> int | None:
    """The id of the oldest due message that nobody else is looking at."""
    return db.scalar(
        select(OutboxMessage.id)
        .where(is_due(now))
        .order_by(OutboxMessage.next_attempt_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def get_message(db: Session, message_id: int) -> OutboxMessage:
    """Raises NotFound."""
    statement = select(OutboxMessage).where(OutboxMessage.id == message_id)
    return existing(db.scalar(statement.execution_options(populate_existing=True)))


def select_messages(state: MessageState | None = None) -> Select[OutboxMessage]:
    """The newest first, for a page of a list."""
    statement = select(OutboxMessage).order_by(OutboxMessage.id.desc())
    return statement if state is None else statement.where(OutboxMessage.state == state)


def count_by_state(db: Session) -> dict[MessageState, int]:
    rows = db.execute(select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state))
    return {row[0]: row[1] for row in rows}

"""Reads about messages."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared_services.core.database import in_chunks

from .models import OutboxMessage


def list_known_keys(db: Session, keys: Sequence[str]) -> list[str]:
    """Which of those messages were already enqueued."""
    known: list[str] = []
    for chunk in in_chunks(keys):
        known += db.scalars(select(OutboxMessage.dedup_key).where(OutboxMessage.dedup_key.in_(chunk)))
    return known

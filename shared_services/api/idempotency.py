"""`Idempotency-Key`: the same request sent twice, at once or later, is done once and answered the same.

The claim is one INSERT on a unique pair: who comes second waits there for the transaction of who came
first, then reads its answer; or goes on alone when the first was refused, because the row went with it.
"""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from shared_services.core.database import upsert

from .errors import KeyReused
from .models import KeptAnswer

KEPT = timedelta(hours=24)


def claim(db: Session, person_id: int, key: str, body: Any, *, now: datetime) -> str | None:
    """Take the key for this transaction; the first answer when the same request was answered before.

    Raises KeyReused when the key came with another body.
    """
    mine = (KeptAnswer.person_id == person_id, KeptAnswer.key == key)
    db.execute(delete(KeptAnswer).where(*mine, KeptAnswer.created_at <= now - KEPT))
    claimed = db.scalar(
        upsert(db, KeptAnswer)
        .values(person_id=person_id, key=key, request_hash=_hashed(body), answer="", created_at=now)
        .on_conflict_do_nothing(index_elements=["person_id", "key"])
        .returning(KeptAnswer.id)
    )
    if claimed is not None:
        return None
    known = db.execute(select(KeptAnswer.request_hash, KeptAnswer.answer).where(*mine)).one()
    if known.request_hash != _hashed(body):
        raise KeyReused
    return str(known.answer)


def keep(db: Session, person_id: int, key: str, answer: str) -> None:
    """Write down what the claimed request was answered."""
    mine = (KeptAnswer.person_id == person_id, KeptAnswer.key == key)
    db.execute(update(KeptAnswer).where(*mine).values(answer=answer))


def forget_answers(db: Session, *, now: datetime) -> int:
    """Delete the answers older than a day; returns how many."""
    old = delete(KeptAnswer).where(KeptAnswer.created_at <= now - KEPT)
    gone: CursorResult[tuple[()]] = db.execute(old)  # type: ignore[assignment]
    return gone.rowcount


def _hashed(body: Any) -> str:
    """The same for two bodies that differ in spaces or in the order of their fields only."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()

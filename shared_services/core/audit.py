"""The audit trail: who did what to which row, when and why. Rows are only ever added.

Seen by admins and, for a booking, by the people of that booking. Kept six years, as the evidence
it belongs to; a person's erasure empties nothing here, because only their number is kept.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from .database import Model


class AuditEntry(Model):
    """One act on one row. `actor_id` is a person's id, None for the scheduler."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    action: Mapped[str] = mapped_column(String(60))
    from_state: Mapped[str | None] = mapped_column(String(32))
    to_state: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(Text)
    details: Mapped[dict[str, Any] | None]


def record(
    db: Session,
    subject: Any,
    action: str,
    *,
    by: Any | None,
    now: datetime,
    moved: tuple[str | None, str | None] = (None, None),
    reason: str | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Add one line about `subject`, a row with an id; `by` is the person, None for the scheduler."""
    if subject.id is None:
        db.flush()  # the trail needs the row's id
    entry = AuditEntry(
        at=now,
        actor_id=by.id if by is not None else None,
        subject_kind=subject.__tablename__,
        subject_id=subject.id,
        action=action,
        from_state=moved[0],
        to_state=moved[1],
        reason=reason,
        details=details,
    )
    db.add(entry)

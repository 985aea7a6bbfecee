"""Edits of a published offer, on their way to readers."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.core.database import Model

from ..models import Offer


class RevisionStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    DROPPED = "dropped"


LIVE = frozenset({RevisionStatus.DRAFT, RevisionStatus.SUBMITTED, RevisionStatus.RETURNED})
LIVE_REVISION = text("status IN ('draft', 'submitted', 'returned')")


class OfferRevision(Model):
    """Another text of an offer, while readers see today's; at most one lives.

    `content` is what the kind writes of its text; `before` is what it replaced, once published. Seen by the
    managers of the hub and by admins, kept with the offer as the history of what was promised.
    """

    __tablename__ = "offer_revision"
    __table_args__ = (
        CheckConstraint("status <> 'returned' OR reason <> ''", name="returned_has_reason"),
        Index("ix_offer_revision_status", "status", "submitted_at"),
        Index(
            "uq_offer_revision_live",
            "offer_id",
            unique=True,
            sqlite_where=LIVE_REVISION,
            postgresql_where=LIVE_REVISION,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    status: Mapped[RevisionStatus] = mapped_column(default=RevisionStatus.DRAFT)
    content: Mapped[dict[str, Any]]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]

    offer: Mapped[Offer] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(lazy="raise")

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

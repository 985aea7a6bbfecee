"""What readers report about an offer."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.core.database import Model
from shared_services.core.i18n import _l

from ..models import Offer


class ReportKind(StrEnum):
    OUTDATED = "outdated"
    WRONG = "wrong"
    INAPPROPRIATE = "inappropriate"
    OTHER = "other"


REPORT_KINDS = {
    ReportKind.OUTDATED: _l("Elle est périmée"),
    ReportKind.WRONG: _l("Elle contient une erreur"),
    ReportKind.INAPPROPRIATE: _l("Elle est inappropriée"),
    ReportKind.OTHER: _l("Autre chose"),
}


class ReportOutcome(StrEnum):
    CORRECTED = "corrected"
    UNJUSTIFIED = "unjustified"


class OfferReport(Model):
    """One reader's report. `email` is where to tell her the outcome, in `locale`; empty when she gave none.

    Seen by the managers of the offer's hub, and by admins when it is about something inappropriate or one of
    several. Kept a year after it was closed; a person's erasure takes her reports along.
    """

    __tablename__ = "offer_report"
    __table_args__ = (
        CheckConstraint("kind <> 'other' OR words <> ''", name="other_has_words"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_has_outcome"),
        Index("ix_offer_report_offer", "offer_id", "closed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    kind: Mapped[ReportKind]
    words: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    locale: Mapped[str] = mapped_column(String(5), default="fr")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    outcome: Mapped[ReportOutcome | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]

    offer: Mapped[Offer] = relationship(lazy="raise")

    @property
    def kind_name(self) -> str:
        return str(REPORT_KINDS[self.kind])

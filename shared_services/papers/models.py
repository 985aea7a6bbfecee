"""Papers as they were made."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shared_services.core.database import Model

STANDS = text("replaced_by_id IS NULL")


class PaperKind(StrEnum):
    """Of a loan; of a training session, its last three about one person."""

    LOAN_AGREEMENT = "loan_agreement"
    PROGRAMME = "programme"
    ATTENDANCE_SHEET = "attendance_sheet"
    SIGNED_SHEET = "signed_sheet"
    TRAINING_AGREEMENT = "training_agreement"
    CONVOCATION = "convocation"
    CERTIFICATE = "completion_certificate"
    STATEMENT = "end_of_training_statement"


class Paper(Model):
    """One version of a paper about a subject, such as a booking's reference: its file and its `sha256`.

    Made once and never changed: what changes is told by the next version, which replaces it; one version of
    a subject stands. The slice that makes it says who reads it. It names people in its content only, which is
    kept as evidence: of sessions three, six or ten years, of loans five; a content deleted past its term is
    empty, its hash stays.
    """

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint("version > 0", name="version_positive"),
        CheckConstraint("deleted_on IS NULL OR length(content) = 0", name="deleted_is_empty"),
        CheckConstraint("replaced_by_id <> id", name="not_replaced_by_itself"),
        UniqueConstraint("kind", "subject", "version", name="uq_paper_version"),
        Index(
            "uq_paper_stands",
            "kind",
            "subject",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PaperKind]
    subject: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    number: Mapped[str] = mapped_column(String(40), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    made_at: Mapped[datetime]
    deleted_on: Mapped[date | None]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))

"""What somebody says of the absences that a hub counts against her, and its answer."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.core.database import Model
from shared_services.network.models import Hub


class NoShowReview(Model):
    """A person asks a hub to look again at the absences it counts; accepted, those before `asked_at` no
    longer do.

    `is_accepted` is None while nobody answered. Seen by her and the hub's managers. Kept with the bookings
    it is about; an erasure empties what she wrote.
    """

    __tablename__ = "no_show_review"
    __table_args__ = (
        CheckConstraint("appeal <> ''", name="appeal_is_said"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answer_has_date"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answer_has_author"),
        CheckConstraint("(answered_at IS NULL) = (is_accepted IS NULL)", name="answer_decides"),
        Index("ix_no_show_review_person_hub", "person_id", "hub_id", "asked_at"),
        Index("ix_no_show_review_hub_answered", "hub_id", "answered_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    appeal: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    is_accepted: Mapped[bool | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
    hub: Mapped[Hub] = relationship(lazy="raise")

"""Who may not borrow from a hub for a while."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.core.database import Model
from shared_services.network.models import Hub

STANDS = text("ended_at IS NULL")


class LendingSuspension(Model):
    """A borrower may book no other tool of a hub since `suspended_at`, because one loan was so many days
    late, until `ended_at`: all is back and settled, or a manager lifted it.

    Her `appeal` asks a manager to look again, once; the `answer` lifts it or keeps it. One that stands for
    a person in a hub; a loan suspends once. Seen by her and the hub's managers. Kept as evidence with the
    booking; an erasure empties what she wrote.
    """

    __tablename__ = "lending_suspension"
    __table_args__ = (
        CheckConstraint("days_late > 0", name="days_late_positive"),
        CheckConstraint("(appealed_at IS NULL) = (appeal = '')", name="appeal_has_date"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answer_has_date"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answer_has_author"),
        Index(
            "uq_lending_suspension_stands",
            "hub_id",
            "person_id",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), unique=True)
    days_late: Mapped[int]
    suspended_at: Mapped[datetime]
    appeal: Mapped[str] = mapped_column(Text, default="")
    appealed_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
    hub: Mapped[Hub] = relationship(lazy="raise")

    @property
    def stands(self) -> bool:
        return self.ended_at is None

    @property
    def is_appealed(self) -> bool:
        """She asked for another look, and nobody answered yet."""
        return self.stands and self.appealed_at is not None and self.answered_at is None

    @property
    def can_appeal(self) -> bool:
        """Once, and only before a manager has looked at it."""
        return self.stands and self.appealed_at is None and self.answered_at is None

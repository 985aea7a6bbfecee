"""Complaints, and the improvement actions that cite them or what people answered."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.booking.models import Booking
from shared_services.catalogue.models import Offer
from shared_services.core.database import Model
from shared_services.core.i18n import _l
from shared_services.network.models import Hub

from ..models import Random

# What hubs promise, and from when their desk shows it.
PROMISED = timedelta(days=30)
LATE_AFTER = timedelta(days=7)


class ComplaintState(StrEnum):
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    CLOSED = "closed"


COMPLAINT_STATES = {
    ComplaintState.RECEIVED: _l("Reçue"),
    ComplaintState.IN_PROGRESS: _l("En cours"),
    ComplaintState.ANSWERED: _l("Répondue"),
    ComplaintState.CLOSED: _l("Close"),
}


class ComplaintOutcome(StrEnum):
    PUT_RIGHT = "put_right"
    PARTLY = "partly"
    UNJUSTIFIED = "unjustified"
    WITHDRAWN = "withdrawn"


COMPLAINT_OUTCOMES = {
    ComplaintOutcome.PUT_RIGHT: _l("Fondée, et corrigée"),
    ComplaintOutcome.PARTLY: _l("Fondée en partie"),
    ComplaintOutcome.UNJUSTIFIED: _l("Non fondée"),
    ComplaintOutcome.WITHDRAWN: _l("Retirée par la personne"),
}


class Complaint(Model):
    """Somebody is not content with a hub, and is owed an answer.

    Filed by `person`, or typed by a manager for who called: then the `author_…` columns say who. Seen by
    herself and the hub's managers. Kept six years; a person's erasure leaves it without a name.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        CheckConstraint("subject <> '' AND what_happened <> ''", name="says_something"),
        CheckConstraint("(person_id IS NULL) = (author_name <> '')", name="said_by_somebody"),
        CheckConstraint("(person_id IS NULL) = (entered_by_id IS NOT NULL)", name="typed_or_filed"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered_has_words"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_date"),
        CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="closed_has_outcome"),
        Index("ix_complaint_hub_received", "hub_id", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(9), unique=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"))
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"), index=True)
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    # Somebody else's name and address, when the manager who typed it takes her own data away.
    author_name: Mapped[str] = mapped_column(String(120), default="", info={"withheld": True})
    author_email: Mapped[str] = mapped_column(String(254), default="", info={"withheld": True})
    author_phone: Mapped[str] = mapped_column(String(30), default="", info={"withheld": True})
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    subject: Mapped[str] = mapped_column(String(160))
    what_happened: Mapped[str] = mapped_column(Text)
    wish: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[ComplaintState] = mapped_column(default=ComplaintState.RECEIVED)
    received_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    outcome: Mapped[ComplaintOutcome | None]
    closed_at: Mapped[datetime | None]

    hub: Mapped[Hub] = relationship(lazy="raise")
    offer: Mapped[Offer | None] = relationship(lazy="raise")
    booking: Mapped[Booking | None] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], lazy="raise")

    @property
    def said_by(self) -> str:
        return self.person.name if self.person else self.author_name

    @property
    def email(self) -> str:
        """Where to answer; empty when only a telephone number is known."""
        return self.person.email if self.person else self.author_email

    @property
    def state_name(self) -> str:
        return str(COMPLAINT_STATES[self.state])

    @property
    def outcome_name(self) -> str:
        return str(COMPLAINT_OUTCOMES[self.outcome]) if self.outcome else ""

    @property
    def due_at(self) -> datetime:
        """Until when an answer is promised."""
        return self.received_at + PROMISED

    def waits(self) -> bool:
        """Whether somebody still owes an answer."""
        return self.answered_at is None and self.state != ComplaintState.CLOSED

    def days_since(self, now: datetime) -> int:
        return (now - self.received_at).days


action_complaint = Table(
    "action_complaint",
    Model.metadata,
    Column("action_id", ForeignKey("improvement_action.id", ondelete="CASCADE"), primary_key=True),
    Column("complaint_id", ForeignKey("complaint.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class ActionText(Model):
    """A free text that an action cites. Goes with the answer, six years later; the action stays."""

    __tablename__ = "action_text"

    action_id: Mapped[int] = mapped_column(
        ForeignKey("improvement_action.id", ondelete="CASCADE"), primary_key=True
    )
    value_id: Mapped[int] = mapped_column(
        Random, ForeignKey("survey_answer_value.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ImprovementAction(Model):
    """What a hub does because of what people said: what, why, who, until when, and what came of it.

    `who` is in words: a role or a name. Seen and written by the hub's managers. Kept with the hub.
    """

    __tablename__ = "improvement_action"
    __table_args__: Any = (
        CheckConstraint("what <> ''", name="says_what"),
        Index("ix_improvement_action_hub", "hub_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"))
    what: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text, default="")
    who: Mapped[str] = mapped_column(String(120), default="")
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    effect: Mapped[str] = mapped_column(Text, default="")
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    hub: Mapped[Hub] = relationship(lazy="raise")
    complaints: Mapped[list[Complaint]] = relationship(
        secondary=action_complaint, order_by=Complaint.received_at, lazy="raise"
    )

    def is_late(self, today: date) -> bool:
        return self.done_on is None and self.due_on is not None and self.due_on < today

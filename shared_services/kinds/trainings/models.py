"""Training offers, sessions, half days, and who teaches them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.booking.models import Bookable
from shared_services.catalogue.models import Offer
from shared_services.core.database import Model
from shared_services.core.relative_dates import Before, BeforeType


class TrainingOffer(Offer):
    """A training, with what must be told before enrolment (labour code, L6353-8)."""

    __tablename__ = "training_offer"
    __table_args__ = (CheckConstraint("duration_minutes > 0", name="duration_positive"),)
    __mapper_args__ = {"polymorphic_identity": "training"}

    id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    objectives: Mapped[str] = mapped_column(Text)
    programme: Mapped[str] = mapped_column(Text)
    methods: Mapped[str] = mapped_column(Text, default="", server_default="")
    assessment: Mapped[str] = mapped_column(Text, default="", server_default="")
    prerequisites: Mapped[str] = mapped_column(Text, default="")
    bring: Mapped[str] = mapped_column(Text, default="")
    duration_minutes: Mapped[int]


session_trainer = Table(
    "session_trainer",
    Model.metadata,
    Column("session_id", ForeignKey("training_session.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, index=True),
)


class TrainingSession(Bookable):
    """One dated run of a training: one slot, as many units as seats.

    `place_name`/`address` or `video_link`; the link is shown to confirmed people only. `most_half_days`
    is how many calendars may still hold, once a change took some away. `closes_before` and `decides_before`
    follow the start, wherever it moves; what they give is in `closes_at` and `decides_at`.
    """

    __tablename__ = "training_session"
    __table_args__ = (CheckConstraint("place_name <> '' OR video_link <> ''", name="is_somewhere"),)
    __mapper_args__ = {"polymorphic_identity": "training"}

    id: Mapped[int] = mapped_column(ForeignKey("bookable.id"), primary_key=True)
    place_name: Mapped[str] = mapped_column(String(160), default="")
    address: Mapped[str] = mapped_column(String(255), default="")
    video_link: Mapped[str] = mapped_column(String(500), default="")
    access_notes: Mapped[str] = mapped_column(Text, default="")
    most_half_days: Mapped[int] = mapped_column(default=0, server_default="0")
    opens_before: Mapped[Before | None] = mapped_column(BeforeType())
    closes_before: Mapped[Before | None] = mapped_column(BeforeType())
    decides_before: Mapped[Before | None] = mapped_column(BeforeType())

    half_days: Mapped[list["HalfDay"]] = relationship(
        order_by="HalfDay.starts_at", cascade="all, delete-orphan", lazy="raise"
    )
    trainers: Mapped[list[Person]] = relationship(
        secondary=session_trainer, order_by=Person.sort_key, lazy="raise"
    )

    @property
    def is_remote(self) -> bool:
        """Nobody comes to a room: everybody is at the other end of the link."""
        return not (self.place_name or self.address)

    @property
    def taught_minutes(self) -> int:
        """The length of its half days, added up."""
        return sum(int((h.ends_at - h.starts_at).total_seconds()) // 60 for h in self.half_days)


class HalfDay(Model):
    """The unit of attendance: a start and an end on one local day of the session's place."""

    __tablename__ = "half_day"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

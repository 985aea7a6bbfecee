"""Expert offers, who gives them, and the appointments people have."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.booking.models import Audience, Bookable, Booking, QuotaPeriod
from shared_services.catalogue.models import Offer
from shared_services.core.database import Model
from shared_services.core.i18n import _l


class Way(StrEnum):
    """How an appointment takes place: the expert comes, or not."""

    ON_SITE = "on_site"
    REMOTE = "remote"
    PHONE = "phone"


WAYS = {
    Way.ON_SITE: _l("Dans votre structure"),
    Way.REMOTE: _l("En visioconférence"),
    Way.PHONE: _l("Par téléphone"),
}


class ExpertOffer(Offer):
    """What an expert can do for others, and the rules of the appointments. Seen and kept like its offer.

    `durations` and `ways` are lists in one string, "30 60" and "remote phone". An appointment keeps
    `buffer_before` and `buffer_after` free around it, in minutes, and the way there and back when the
    expert travels (`TravelTime`). It is asked for `notice_hours` before at the latest and `horizon_days`
    at the earliest. One organisation has at most `organisation_most` of them over an
    `organisation_period`; None for no limit. `is_pool`: any of its experts may be asked for. `who` and
    `needs_approval` are those of its experts, kept here for the next one.
    """

    __tablename__ = "expert_offer"
    __table_args__ = (
        CheckConstraint("durations <> ''", name="has_duration"),
        CheckConstraint("ways <> ''", name="has_way"),
        CheckConstraint("buffer_before >= 0", name="buffer_before_not_negative"),
        CheckConstraint("buffer_after >= 0", name="buffer_after_not_negative"),
        CheckConstraint("notice_hours >= 0", name="notice_not_negative"),
        CheckConstraint("horizon_days > 0", name="horizon_positive"),
        CheckConstraint("organisation_most > 0", name="organisation_most_positive"),
        CheckConstraint(
            "(organisation_most IS NULL) = (organisation_period IS NULL)", name="organisation_most_has_period"
        ),
    )
    __mapper_args__ = {"polymorphic_identity": "expertise"}

    id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    description: Mapped[str] = mapped_column(Text)
    expectations: Mapped[str] = mapped_column(Text, default="")
    durations: Mapped[str] = mapped_column(String(60), default="60")
    ways: Mapped[str] = mapped_column(String(60), default="remote")
    buffer_before: Mapped[int] = mapped_column(default=0)
    buffer_after: Mapped[int] = mapped_column(default=0)
    notice_hours: Mapped[int] = mapped_column(default=24)
    horizon_days: Mapped[int] = mapped_column(default=56)
    organisation_most: Mapped[int | None]
    organisation_period: Mapped[QuotaPeriod | None]
    is_pool: Mapped[bool] = mapped_column(default=True)
    who: Mapped[Audience] = mapped_column(default=Audience.HUB_MEMBERS)
    needs_approval: Mapped[bool] = mapped_column(default=False)

    @property
    def minutes(self) -> list[int]:
        """The durations offered, the shortest first."""
        return sorted(int(one) for one in self.durations.split())

    @property
    def offered_ways(self) -> list[Way]:
        return [way for way in Way if way.value in self.ways.split()]


class TravelTime(Model):
    """How long the experts of an offer travel to a département, one way; they go to no other one.

    Written by the hub's managers, public with the offer, goes with it.
    """

    __tablename__ = "travel_time"
    __table_args__ = (CheckConstraint("minutes >= 0", name="minutes_not_negative"),)

    offer_id: Mapped[int] = mapped_column(ForeignKey("expert_offer.id"), primary_key=True)
    departement_code: Mapped[str] = mapped_column(ForeignKey("departement.code"), primary_key=True)
    minutes: Mapped[int]


class Expert(Bookable):
    """One person in one offer: capacity 1, one slot per quarter hour since 1970 UTC, no date of its own.

    A booking of it takes the same quarter hours of her working time, over all hubs. `video_link` and
    `phone` say where she is met from a distance; told to who has an appointment. Public by name when the
    offer is published. Kept as evidence.
    """

    __tablename__ = "expert"
    __table_args__: Any = (UniqueConstraint("person_id", "expert_offer_id", name="uq_expert_person_offer"),)
    __mapper_args__ = {"polymorphic_identity": "expertise"}

    id: Mapped[int] = mapped_column(ForeignKey("bookable.id"), primary_key=True)
    # Its offer once more: a constraint cannot look into the table of bookables.
    expert_offer_id: Mapped[int] = mapped_column(ForeignKey("expert_offer.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    video_link: Mapped[str] = mapped_column(String(255), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")

    person: Mapped[Person] = relationship(lazy="raise")

    @property
    def expert_offer(self) -> ExpertOffer:
        """Its offer, which is loaded."""
        if not isinstance(self.offer, ExpertOffer):
            raise TypeError(f"bookable {self.id} is no expert")
        return self.offer


class Appointment(Model):
    """What was asked for with a booking of an expert, and what became of it.

    `topic` by who booked; `preparation` by the expert, read by both. After it the expert notes `outcome`,
    `minutes_spent` and `follow_up`. Seen by the person, the expert, the hub's managers. Kept with its
    booking.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("minutes_spent >= 0", name="minutes_spent_not_negative"),
        Index("ix_appointment_noted_at", "noted_at"),
    )

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True, autoincrement=False)
    minutes: Mapped[int]
    way: Mapped[Way]
    place: Mapped[str] = mapped_column(String(255), default="")
    topic: Mapped[str] = mapped_column(Text)
    preparation: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(Text, default="")
    minutes_spent: Mapped[int | None]
    follow_up: Mapped[str] = mapped_column(Text, default="")
    noted_at: Mapped[datetime | None]

    booking: Mapped[Booking] = relationship(lazy="raise")


class SlotWish(Model):
    """« Tell me when a slot opens before `before` »: one message, then it is over.

    Seen by the person; the row goes when she is told, when she books, or when the day is past.
    """

    __tablename__ = "slot_wish"
    __table_args__ = (
        UniqueConstraint("offer_id", "person_id"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("expert_offer.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    before: Mapped[datetime]
    minutes: Mapped[int]
    way: Mapped[Way]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise")

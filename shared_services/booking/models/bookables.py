"""What can be booked, and the ledger of its capacity."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    event,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.catalogue.models import Offer
from shared_services.core.database import Model
from shared_services.network.models import Hub, WaitingRule

from ..local_days import DayPart, local_day
from ..periods import DATES, Period


class Audience(StrEnum):
    """Who may book: organisations that are members of this hub, of any hub, or anyone signed in."""

    HUB_MEMBERS = "hub_members"
    ANY_HUB = "any_hub"
    ANYONE = "anyone"


class BookableStatus(StrEnum):
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    ENDED = "ended"


class Verdict(StrEnum):
    """What became of a date that needs a minimum of people: it stands, or the hub is asked."""

    GO = "go"
    ASKED = "asked"


class Bookable(Model):
    """So many units over slots: the common ground of every kind. Kinds write what the engine must know.

    `capacity` in units per slot. Bookings open at `opens_at` and close at `closes_at`; nobody is
    promoted from then on. Participants cancel alone until `cancel_until`. `starts_at`/`ends_at`
    are None for what has no date of its own: each booking then has its own period. `starts_on` and
    `day_part` say the same on the calendar of the place; they follow, as bookings do, at each write.
    `sequence` grows with each change people must see in their calendar (RFC 5545). One organisation
    holds at most `organisation_limit` units, None for no limit. Public when its offer is published.
    Kept as evidence.

    With a `minimum` of confirmed people, `verdict` is given from `decides_at` on: the date stands, or its
    hub is asked, or it `cancels_itself`. Until the hub has answered nothing is booked or promoted.
    """

    __tablename__ = "bookable"
    __table_args__: Any = (
        CheckConstraint("capacity >= 0", name="capacity_not_negative"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("closes_at <= ends_at", name="closes_before_end"),
        CheckConstraint("status <> 'cancelled' OR cancel_reason <> ''", name="cancelled_has_reason"),
        CheckConstraint("organisation_limit > 0", name="organisation_limit_positive"),
        CheckConstraint("minimum > 0", name="minimum_positive"),
        CheckConstraint("(minimum IS NULL) = (decides_at IS NULL)", name="minimum_has_date"),
        CheckConstraint("verdict IS NULL OR minimum IS NOT NULL", name="verdict_has_minimum"),
        Index("ix_bookable_decides", "decides_at"),
        Index("ix_bookable_offer_starts", "offer_id", "starts_at"),
        Index("ix_bookable_hub_starts", "hub_id", "starts_at"),
        Index("ix_bookable_status_starts", "status", "starts_at"),
        Index("ix_bookable_status_day", "status", "starts_on", "offer_id"),
    )
    __mapper_args__ = {"polymorphic_on": "kind"}

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    hub_id: Mapped[int | None] = mapped_column(ForeignKey("hub.id"))
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"))
    capacity: Mapped[int]
    organisation_limit: Mapped[int | None]
    needs_approval: Mapped[bool] = mapped_column(default=False)
    audience: Mapped[Audience] = mapped_column(default=Audience.HUB_MEMBERS)
    waiting_rule: Mapped[WaitingRule] = mapped_column(default=WaitingRule.FIRST_COME)
    time_zone: Mapped[str] = mapped_column(String(40))
    minimum: Mapped[int | None]
    decides_at: Mapped[datetime | None]
    verdict: Mapped[Verdict | None]
    cancels_itself: Mapped[bool] = mapped_column(default=False, server_default=false())
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    cancel_until: Mapped[datetime | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    starts_on: Mapped[date | None]
    day_part: Mapped[DayPart | None]
    status: Mapped[BookableStatus] = mapped_column(default=BookableStatus.SCHEDULED)
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]

    hub: Mapped[Hub | None] = relationship(lazy="raise")
    offer: Mapped[Offer | None] = relationship(lazy="raise")

    @property
    def is_dated(self) -> bool:
        """It takes place once, for everybody who booked it."""
        return self.starts_at is not None

    @property
    def period(self) -> Period:
        """Its own dates, over its one slot."""
        return Period(**{name: getattr(self, name) for name in DATES})

    def is_over(self, now: datetime) -> bool:
        """Nothing can be booked or promoted: closed, cancelled, ended, or the hub must say if it stands."""
        return (
            self.status != BookableStatus.SCHEDULED
            or self.verdict == Verdict.ASKED
            or (self.closes_at is not None and now >= self.closes_at)
        )

    @property
    def is_undecided(self) -> bool:
        """Whether it stands only if enough people come, and nobody knows yet."""
        return self.minimum is not None and self.verdict != Verdict.GO


@event.listens_for(Bookable, "before_insert", propagate=True)
@event.listens_for(Bookable, "before_update", propagate=True)
def _keep_local_day(_mapper: Any, _connection: Any, bookable: Bookable) -> None:
    bookable.starts_on = bookable.day_part = None
    if bookable.starts_at is not None:
        bookable.starts_on, bookable.day_part = local_day(
            bookable.starts_at, bookable.ends_at, bookable.time_zone
        )


class StaffTime(Bookable):
    """The working time of one person, over all hubs: capacity 1, one slot per quarter hour since 1970 UTC."""

    __tablename__ = "staff_time"
    __mapper_args__ = {"polymorphic_identity": "staff_time"}

    id: Mapped[int] = mapped_column(ForeignKey("bookable.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)

    person: Mapped[Person] = relationship(lazy="raise")


class CapacitySlot(Model):
    """Units taken in one slot of one bookable. The CHECK is the promise that nothing is overbooked.

    `capacity` is the bookable's less the units `out_of_service` in that slot, never below 0; in a past
    slot of a pool that became smaller since then, what was taken.
    """

    __tablename__ = "capacity_slot"
    __table_args__ = (
        CheckConstraint("taken BETWEEN 0 AND capacity", name="never_overbooked"),
        CheckConstraint("out_of_service >= 0", name="out_of_service_not_negative"),
    )

    bookable_id: Mapped[int] = mapped_column(ForeignKey("bookable.id"), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    capacity: Mapped[int]
    taken: Mapped[int]
    out_of_service: Mapped[int] = mapped_column(default=0, server_default="0")

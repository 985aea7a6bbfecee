"""Bookables, their capacity slots, bookings and holds."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    event,
    false,
    inspect,
    text,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship
from sqlalchemy.orm.attributes import set_committed_value

from shared_services.accounts.models import Person
from shared_services.catalogue.models import Offer
from shared_services.core.database import Model
from shared_services.network.models import Hub, Organisation, WaitingRule

from .local_days import DayPart, local_day
from .periods import DATES, Period


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


@event.listens_for(Bookable, "after_update", propagate=True)
def _bookings_follow(_mapper: Any, connection: Connection, bookable: Bookable) -> None:
    """The bookings of a dated bookable have its dates, whichever verb changes them."""
    attributes = inspect(bookable).attrs
    if not bookable.is_dated or not any(attributes[name].history.has_changes() for name in DATES):
        return
    dates = bookable.period.dates
    connection.execute(update(Booking).where(Booking.bookable_id == bookable.id).values(dates))
    session = object_session(bookable)
    for booking in session.identity_map.values() if session else ():
        if isinstance(booking, Booking) and booking.__dict__.get("bookable_id") == bookable.id:
            for name, instant in dates.items():
                set_committed_value(booking, name, instant)


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


class BookingStatus(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    ATTENDED = "attended"
    NO_SHOW = "no_show"


class CancelledBy(StrEnum):
    PARTICIPANT = "participant"
    HUB = "hub"
    DEADLINE = "deadline"


# Statuses that still lead to a place, and those that hold units in the ledger.
LIVE = frozenset(
    {
        BookingStatus.PENDING,
        BookingStatus.CONFIRMED,
        BookingStatus.WAITLISTED,
        BookingStatus.OFFERED,
    }
)
HOLDING = frozenset(
    {
        BookingStatus.PENDING,
        BookingStatus.CONFIRMED,
        BookingStatus.OFFERED,
        BookingStatus.ATTENDED,
        BookingStatus.NO_SHOW,
    }
)
LIVE_BOOKING = text("status IN ('pending', 'confirmed', 'waitlisted', 'offered')")


class BookingGroup(Model):
    """Places asked at once for several people of an organisation, by its referent or the hub.

    `stays_together`: all of them, or none; they wait, are offered places and answer as one. Seen and
    kept like the bookings that name it.
    """

    __tablename__ = "booking_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    bookable_id: Mapped[int] = mapped_column(ForeignKey("bookable.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    booked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stays_together: Mapped[bool]
    created_at: Mapped[datetime]


class OverPeriod:
    """The columns of what is for a period: the slots it takes, and the dates told of it."""

    first_slot: Mapped[int] = mapped_column(default=0)
    last_slot: Mapped[int] = mapped_column(default=0)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    cancel_until: Mapped[datetime | None]

    @property
    def slots(self) -> range:
        return range(self.first_slot, self.last_slot + 1)

    @property
    def period(self) -> Period:
        return Period(slots=self.slots, **{name: getattr(self, name) for name in DATES})

    @period.setter
    def period(self, period: Period) -> None:
        self.first_slot, self.last_slot = period.slots[0], period.slots[-1]
        for name, instant in period.dates.items():
            setattr(self, name, instant)


class Booking(OverPeriod, Model):
    """A person's place, or rank, in a bookable, over the slots `first_slot`..`last_slot`.

    `starts_at`..`ends_at` is when she comes, or has it; bookings of that period close at `closes_at`.
    `asked_at` gives the rank on the waiting list; `expires_at` is the deadline of a pending or
    offered place. `approved_at` is the hub's agreement, kept when the person waits meanwhile. Moved
    by the hub, she may step out until `free_until`, whatever the cut-off. Seen by the person, her
    organisation's referents, the hub's staff. Kept as evidence with the attendance that follows from
    it; the person's erasure leaves the row without a name.
    """

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("units > 0", name="units_positive"),
        CheckConstraint("last_slot >= first_slot", name="slots_in_order"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint(
            "(status IN ('pending', 'offered')) = (expires_at IS NOT NULL)",
            name="held_has_deadline",
        ),
        CheckConstraint(
            "(status = 'cancelled') = (cancelled_by IS NOT NULL)",
            name="cancelled_says_by_whom",
        ),
        Index(
            "uq_booking_live",
            "bookable_id",
            "person_id",
            "first_slot",
            unique=True,
            sqlite_where=LIVE_BOOKING,
            postgresql_where=LIVE_BOOKING,
        ),
        Index("ix_booking_bookable_status", "bookable_id", "status", "asked_at"),
        Index("ix_booking_person", "person_id", "status"),
        Index("ix_booking_person_starts", "person_id", "starts_at"),
        Index("ix_booking_status_starts", "status", "starts_at"),
        Index("ix_booking_expires", "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(9), unique=True)
    bookable_id: Mapped[int] = mapped_column(ForeignKey("bookable.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    booked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("booking_group.id"), index=True)
    units: Mapped[int] = mapped_column(default=1)
    status: Mapped[BookingStatus]
    booked_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    free_until: Mapped[datetime | None]
    cancelled_by: Mapped[CancelledBy | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    bookable: Mapped[Bookable] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    group: Mapped[BookingGroup | None] = relationship(lazy="raise")

    @property
    def stays_together(self) -> bool:
        """Whether its group is served as one; the group is loaded."""
        return self.group is not None and self.group.stays_together


class Hold(Model):
    """Units of one bookable taken for another one, such as a trainer's time for a session; or kept for the
    person whose basket has a line of it, until the line's time is over.

    Lives and dies with the bookable or the line it serves or, with `booking_id`, with the units of that
    booking: the time of an expert during one appointment. Seen by the hub's staff, or by that person.
    """

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint("units > 0", name="units_positive"),
        CheckConstraint("last_slot >= first_slot", name="slots_in_order"),
        CheckConstraint("(for_bookable_id IS NULL) <> (basket_line_id IS NULL)", name="one_owner"),
        CheckConstraint("(person_id IS NULL) = (basket_line_id IS NULL)", name="kept_for_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bookable_id: Mapped[int] = mapped_column(ForeignKey("bookable.id"), index=True)
    for_bookable_id: Mapped[int | None] = mapped_column(ForeignKey("bookable.id"), index=True)
    basket_line_id: Mapped[int | None] = mapped_column(ForeignKey("basket_line.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), index=True)
    first_slot: Mapped[int]
    last_slot: Mapped[int]
    units: Mapped[int] = mapped_column(default=1)

    @property
    def slots(self) -> range:
        return range(self.first_slot, self.last_slot + 1)


class KeptSeats(Model):
    """Units of a bookable kept `until` an instant for one organisation, or for the hub's members when None.

    Written and seen by the hub's managers; the public reads how many and until when. Goes with the bookable.
    """

    __tablename__ = "kept_seats"
    __table_args__ = (CheckConstraint("units > 0", name="units_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bookable_id: Mapped[int] = mapped_column(ForeignKey("bookable.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    units: Mapped[int]
    until: Mapped[datetime]

    organisation: Mapped[Organisation | None] = relationship(lazy="raise")


class QuotaScope(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


class QuotaPeriod(StrEnum):
    """Over which dates places count: those to come, or the calendar month, quarter or year of the date."""

    COMING = "coming"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Quota(Model):
    """A hub's rule: at most so many places for one person, or one organisation, over a period.

    Written by the hub's managers, told to everybody it refuses. Goes with the hub.
    """

    __tablename__ = "quota"
    __table_args__ = (
        CheckConstraint("most > 0", name="most_positive"),
        UniqueConstraint("hub_id", "scope", "period", name="uq_quota_rule"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"))
    scope: Mapped[QuotaScope]
    period: Mapped[QuotaPeriod]
    most: Mapped[int]

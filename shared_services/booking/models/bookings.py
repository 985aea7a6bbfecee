"""Places, or ranks on a waiting list."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    event,
    inspect,
    text,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship
from sqlalchemy.orm.attributes import set_committed_value

from shared_services.accounts.models import Person
from shared_services.core.database import Model
from shared_services.network.models import Organisation

from ..periods import DATES, Period
from .bookables import Bookable


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

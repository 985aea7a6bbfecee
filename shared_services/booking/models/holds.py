"""Units taken or kept for something else than a booking."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.core.database import Model
from shared_services.network.models import Organisation


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

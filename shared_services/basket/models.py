"""The lines of people's baskets."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.booking.basketing import Asked
from shared_services.booking.models import Bookable, OverPeriod
from shared_services.core.database import Model

# How long units are kept for somebody who chooses, and how long a line is remembered afterwards.
KEPT_FOR = timedelta(minutes=30)
REMEMBERED_FOR = timedelta(days=7)


class BasketLine(OverPeriod, Model):
    """Something a person may be about to book. Its units are rows of `hold`, given back at `held_until`.

    `given` is what its kind must be told to book it, the dates what people are told. `refusal` is the
    sentence of the last attempt to book it, empty when there was none. Seen by the person alone; deleted
    once booked or removed, or a week after it was last kept; goes with the person.
    """

    __tablename__ = "basket_line"
    __table_args__ = (
        CheckConstraint("units > 0", name="units_positive"),
        CheckConstraint("last_slot >= first_slot", name="slots_in_order"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        UniqueConstraint("person_id", "bookable_id", "first_slot", name="uq_basket_line_same"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    bookable_id: Mapped[int] = mapped_column(ForeignKey("bookable.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    units: Mapped[int]
    given: Mapped[dict[str, Any]]
    despite_overlap: Mapped[bool]
    added_at: Mapped[datetime]
    held_until: Mapped[datetime] = mapped_column(index=True)
    refusal: Mapped[str] = mapped_column(Text, default="")

    bookable: Mapped[Bookable] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")

    @property
    def asked(self) -> Asked:
        """As its kind is asked to book it."""
        return Asked(
            bookable_id=self.bookable_id,
            given=self.given,
            units=self.units,
            organisation_id=self.organisation_id,
            despite_overlap=self.despite_overlap,
        )

"""What happens to units once they leave: handed over, back, with what was noted."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.core.database import Model

from ..models import ToolUnit


class PhotoMoment(StrEnum):
    OUT = "out"
    BACK = "back"


IS_OUT = text("returned_at IS NULL")


class LoanUnit(Model):
    """One unit in the hands of whoever booked it, from `handed_at` to `returned_at`; out when that is None.

    `state_out` and `state_in` are what was noted of it at both moments, `missing` what did not come back
    with it; `settled_at` when the hub considers that settled. Seen by the hub's managers and the borrower.
    Kept with the booking, as evidence; an erasure leaves the numbers of people without their names.
    """

    __tablename__ = "loan_unit"
    __table_args__ = (
        CheckConstraint("returned_at IS NULL OR returned_at >= handed_at", name="returned_after_handed"),
        Index("uq_loan_unit_out", "unit_id", unique=True, sqlite_where=IS_OUT, postgresql_where=IS_OUT),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("tool_unit.id"), index=True)
    handed_at: Mapped[datetime]
    handed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state_out: Mapped[str] = mapped_column(String(200), default="")
    returned_at: Mapped[datetime | None]
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state_in: Mapped[str] = mapped_column(String(200), default="")
    missing: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None]

    unit: Mapped[ToolUnit] = relationship(lazy="raise")

    @property
    def is_out(self) -> bool:
        return self.returned_at is None

    @property
    def is_open(self) -> bool:
        """Something is still to be done about it: it is out, or a part of it is."""
        return self.is_out or (self.missing != "" and self.settled_at is None)


class LoanPhoto(Model):
    """How the units of a loan looked when they left or came back: a WebP file, `width` × `height` points.

    Seen by the borrower, the referents of her organisation and the hub's managers. Evidence of
    the state, deleted with the agreement five years after the loan ended.
    """

    __tablename__ = "loan_photo"
    __table_args__ = (CheckConstraint("width > 0 AND height > 0", name="has_size"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    moment: Mapped[PhotoMoment]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, info={"withheld": True})
    width: Mapped[int]
    height: Mapped[int]
    taken_at: Mapped[datetime]
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class LendingRules(Model):
    """At most `visits_a_day` pick-ups and returns at the hub on one day; a borrower who is more than
    `late_days` late is suspended. None: no such rule.

    Written by the hub's managers, told to whoever it refuses. Its row is the lock under which visits are
    counted. Goes with the hub.
    """

    __tablename__ = "lending_rules"
    __table_args__ = (
        CheckConstraint("visits_a_day > 0", name="visits_positive"),
        CheckConstraint("late_days >= 0", name="late_days_not_negative"),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), primary_key=True, autoincrement=False)
    visits_a_day: Mapped[int | None]
    late_days: Mapped[int | None]

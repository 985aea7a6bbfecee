"""Tool offers, what is lent and under which rules, the units of the inventory, and when they are away."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.booking.models import Bookable
from shared_services.catalogue.models import Offer
from shared_services.core.database import Model
from shared_services.core.i18n import _l


class ToolCategory(StrEnum):
    """What a tool is, so that the same kind of thing can be found in another hub."""

    COMPUTERS = "computers"
    TABLETS = "tablets"
    MAKING = "making"
    GAMES = "games"
    LICENCES = "licences"
    ROOMS = "rooms"
    OTHER = "other"


CATEGORIES = {
    ToolCategory.COMPUTERS: _l("Ordinateurs"),
    ToolCategory.TABLETS: _l("Tablettes et téléphones"),
    ToolCategory.MAKING: _l("Fabrication et électronique"),
    ToolCategory.GAMES: _l("Jeux et mallettes"),
    ToolCategory.LICENCES: _l("Licences et logiciels"),
    ToolCategory.ROOMS: _l("Salles"),
    ToolCategory.OTHER: _l("Autre matériel"),
}


class ToolOffer(Offer):
    """A tool as readers are told of it. `replacement_cents` is what a lost unit costs, None when nobody
    knows; `deposit_cents` what is asked at the pick-up, 0 for nothing. Seen and kept like its offer."""

    __tablename__ = "tool_offer"
    __table_args__ = (
        CheckConstraint("replacement_cents >= 0", name="replacement_not_negative"),
        CheckConstraint("deposit_cents >= 0", name="deposit_not_negative"),
    )
    __mapper_args__ = {"polymorphic_identity": "tool"}

    id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    category: Mapped[ToolCategory] = mapped_column(default=ToolCategory.OTHER)
    description: Mapped[str] = mapped_column(Text)
    condition: Mapped[str] = mapped_column(Text, default="")
    replacement_cents: Mapped[int | None]
    deposit_cents: Mapped[int] = mapped_column(default=0)


class ToolManual(Model):
    """The manual of a tool, a PDF; apart so that lists never load it. Public with its offer, goes with it."""

    __tablename__ = "tool_manual"

    offer_id: Mapped[int] = mapped_column(ForeignKey("tool_offer.id"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    updated_at: Mapped[datetime]


class Tool(Bookable):
    """What is lent of one offer, one slot a day (days since 1970), and the rules of its loans.

    `capacity` counts every unit that was ever registered; those away are out of service in the slots of
    their days, so that what a slot holds is what serves that day. Loans last `least_days` to `most_days`,
    both ends included; they begin `notice_days` after the asking at the earliest and `horizon_days` at the
    latest. It is fetched and brought back on `weekdays` ("01234" is Monday to Friday) between
    `opens_hour` and `closes_hour` of the place's clock; `turnaround_days` of those then pass before the
    next one. Public when its offer is published. Kept as evidence.
    """

    __tablename__ = "tool"
    __table_args__: Any = (
        CheckConstraint("least_days >= 1", name="least_days_positive"),
        CheckConstraint("most_days >= least_days", name="days_in_order"),
        CheckConstraint("notice_days >= 0", name="notice_not_negative"),
        CheckConstraint("turnaround_days >= 0", name="turnaround_not_negative"),
        CheckConstraint("horizon_days > notice_days", name="horizon_after_notice"),
        CheckConstraint("weekdays <> ''", name="is_open"),
        CheckConstraint("closes_hour > opens_hour", name="hours_in_order"),
        CheckConstraint("place_name <> ''", name="is_somewhere"),
    )
    __mapper_args__ = {"polymorphic_identity": "tool"}

    id: Mapped[int] = mapped_column(ForeignKey("bookable.id"), primary_key=True)
    least_days: Mapped[int] = mapped_column(default=1)
    most_days: Mapped[int] = mapped_column(default=14)
    notice_days: Mapped[int] = mapped_column(default=1)
    turnaround_days: Mapped[int] = mapped_column(default=0)
    horizon_days: Mapped[int] = mapped_column(default=180)
    place_name: Mapped[str] = mapped_column(String(160))
    address: Mapped[str] = mapped_column(String(255), default="")
    access_notes: Mapped[str] = mapped_column(Text, default="")
    weekdays: Mapped[str] = mapped_column(String(7), default="01234")
    opens_hour: Mapped[time] = mapped_column(default=time(9))
    closes_hour: Mapped[time] = mapped_column(default=time(17))

    @property
    def tool_offer(self) -> ToolOffer:
        """Its offer, which is loaded."""
        if not isinstance(self.offer, ToolOffer):
            raise TypeError(f"bookable {self.id} is no tool")
        return self.offer


class UnitState(StrEnum):
    AVAILABLE = "available"
    UNDER_REPAIR = "under_repair"
    LOST = "lost"
    RETIRED = "retired"


UNIT_STATES = {
    UnitState.AVAILABLE: _l("En service"),
    UnitState.UNDER_REPAIR: _l("En réparation"),
    UnitState.LOST: _l("Perdu"),
    UnitState.RETIRED: _l("Réformé"),
}


class ToolUnit(Model):
    """One item of a tool, under the `label` stuck on it: capitals, unique in its hub.

    Only an available one is lent. Seen by the hub's managers; kept with the loans that name it, never
    deleted: its history is in the audit trail.
    """

    __tablename__ = "tool_unit"
    __table_args__ = (
        UniqueConstraint("hub_id", "label"),
        CheckConstraint("label <> ''", name="has_label"),
        Index("ix_tool_unit_tool_state", "tool_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tool_id: Mapped[int] = mapped_column(ForeignKey("tool.id"))
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"))
    label: Mapped[str] = mapped_column(String(40))
    serial_number: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[UnitState] = mapped_column(default=UnitState.AVAILABLE)
    location: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]

    tool: Mapped[Tool] = relationship(lazy="raise")


class UnitOutage(Model):
    """Days, both ends included, when one unit cannot be lent. Seen by the hub's managers; goes with it."""

    __tablename__ = "unit_outage"
    __table_args__ = (CheckConstraint("last_on >= first_on", name="days_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("tool_unit.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200))


class Blackout(Model):
    """Days, both ends included, on which a tool is not lent, or none of the hub's when `tool_id` is None.

    Written by the hub's managers; the public reads the days and the reason. Goes with the hub.
    """

    __tablename__ = "tool_blackout"
    __table_args__ = (CheckConstraint("last_on >= first_on", name="days_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), index=True)
    tool_id: Mapped[int | None] = mapped_column(ForeignKey("tool.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200))

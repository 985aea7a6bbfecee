"""Hubs, the départements they cover, what they say in mails."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.core.database import Model
from shared_services.core.relative_dates import Before, BeforeType


class Departement(Model):
    """One of the 101 départements (INSEE code, up to three signs). Reference data, set by migrations."""

    __tablename__ = "departement"

    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    region: Mapped[str] = mapped_column(String(60))
    time_zone: Mapped[str] = mapped_column(String(40))


hub_departement = Table(
    "hub_departement",
    Model.metadata,
    Column("hub_id", ForeignKey("hub.id"), primary_key=True),
    Column("departement_code", ForeignKey("departement.code"), primary_key=True),
)


class WaitingRule(StrEnum):
    """Who is offered a freed place: the first who asked, or first an organisation with nobody in yet."""

    FIRST_COME = "first_come"
    NEW_ORGANISATIONS_FIRST = "new_organisations_first"


class Hub(Model):
    """A territorial hub; several may share a département. Public. Kept for ever, never deleted.

    `cancel_hours` is how long before the start a participant may still cancel alone, `close_hours` how
    long before it bookings close unless a date says otherwise. People are reminded `reminder_days` before
    (days, separated by commas), at `reminder_hour` on the clock of the place. A new date starts with its
    `minimum` of people and the date that it is judged on, `decides_before`; both or none.
    Whoever missed `no_shows_allowed` dates within twelve months needs the hub's agreement to the next ones;
    None: no such rule.
    """

    __tablename__ = "hub"
    __table_args__ = (
        CheckConstraint("cancel_hours >= 0", name="cancel_hours"),
        CheckConstraint("close_hours >= 0", name="close_hours"),
        CheckConstraint("reminder_hour BETWEEN 6 AND 20", name="reminder_hour"),
        CheckConstraint("minimum > 0", name="minimum_positive"),
        CheckConstraint("(minimum IS NULL) = (decides_before IS NULL)", name="minimum_has_date"),
        CheckConstraint("no_shows_allowed > 0", name="no_shows_allowed_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    summary: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(30))
    city: Mapped[str] = mapped_column(String(80), default="")
    time_zone: Mapped[str] = mapped_column(String(40))
    waiting_rule: Mapped[WaitingRule] = mapped_column(default=WaitingRule.FIRST_COME)
    cancel_hours: Mapped[int] = mapped_column(default=48)
    close_hours: Mapped[int] = mapped_column(default=0, server_default="0")
    approves_by_default: Mapped[bool] = mapped_column(default=False, server_default=false())
    reminder_days: Mapped[str] = mapped_column(String(20), default="7,1", server_default="7,1")
    reminder_hour: Mapped[int] = mapped_column(default=9, server_default="9")
    website: Mapped[str] = mapped_column(String(200), default="", server_default="")
    minimum: Mapped[int | None]
    decides_before: Mapped[Before | None] = mapped_column(BeforeType())
    no_shows_allowed: Mapped[int | None]
    created_at: Mapped[datetime]

    departements: Mapped[list[Departement]] = relationship(
        secondary=hub_departement, order_by=Departement.code, lazy="raise"
    )


class WordedMail(StrEnum):
    """The mails in which a hub may say something of its own."""

    CONFIRMED = "confirmed"
    REMINDER = "reminder"
    CANCELLED = "cancelled"


class HubWording(Model):
    """A hub's own paragraph in one kind of mail. Read by whoever gets it; goes with the hub."""

    __tablename__ = "hub_wording"
    __table_args__ = (CheckConstraint("text <> ''", name="is_said"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), primary_key=True)
    mail: Mapped[WordedMail] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)

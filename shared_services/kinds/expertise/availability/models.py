"""When somebody can be met: typed once, for all hubs. Belongs to the person, not to an offer."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared_services.core.database import Model


class AvailabilityRange(Model):
    """Every `weekday` (0 is Monday) from an hour to another, on the clock of `time_zone`.

    Valid from `first_on` to `last_on`, both included; None is for ever. Written and seen by the person;
    others see the slots that follow from it. Goes when she removes it, or with her account.
    """

    __tablename__ = "availability_range"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_of_week"),
        CheckConstraint("ends > starts", name="hours_in_order"),
        CheckConstraint("last_on >= first_on", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    weekday: Mapped[int]
    starts: Mapped[time]
    ends: Mapped[time]
    first_on: Mapped[date]
    last_on: Mapped[date | None]
    time_zone: Mapped[str] = mapped_column(String(40))


class AvailabilityException(Model):
    """One day with other hours than those of the week, or none when `starts` is None.

    Several rows of a day are several stretches of it. Written, seen and removed like the weekly hours.
    """

    __tablename__ = "availability_exception"
    __table_args__ = (
        CheckConstraint("(starts IS NULL) = (ends IS NULL)", name="both_hours_or_none"),
        CheckConstraint("ends > starts", name="hours_in_order"),
        Index("ix_availability_exception_person_day", "person_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date]
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    time_zone: Mapped[str] = mapped_column(String(40))


class Absence(Model):
    """From an instant to another she is not there, in no hub. `reason` is hers alone.

    Seen by the person; hubs see that she is away, never why. Goes when she removes it, or with her account.
    """

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_absence_person_ends", "person_id", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200), default="")


class BusyCalendar(Model):
    """A calendar kept elsewhere, by its secret address or as a file sent once (`url` is then empty).

    Only the starts and ends of what is in it are kept (`BusyTime`). `last_error` is the code of what went
    wrong last. Seen and removed by the person, with its times.
    """

    __tablename__ = "busy_calendar"
    __table_args__ = (
        UniqueConstraint("person_id", "name"),
        CheckConstraint("name <> ''", name="has_name"),
        Index("ix_busy_calendar_fetched", "fetched_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(80))
    url: Mapped[str] = mapped_column(Text, default="", info={"withheld": True})
    time_zone: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    fetched_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(String(40), default="")


class BusyTime(Model):
    """From an instant to another the calendar says busy, and nothing more. Goes with its calendar."""

    __tablename__ = "busy_time"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_busy_time_calendar_ends", "calendar_id", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("busy_calendar.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

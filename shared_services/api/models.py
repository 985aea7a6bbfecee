"""Calendars that programs read."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.core.database import Model

LIVE = text("revoked_at IS NULL")


class FeedKind(StrEnum):
    BOOKINGS = "bookings"
    TEACHING = "teaching"


class Feed(Model):
    """A calendar of one person, read by whoever has its address; the address is signed, not stored.

    Seen by its person only; goes with her account.
    """

    __tablename__ = "feed"
    __table_args__ = (
        Index("uq_feed_live", "person_id", "kind", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[FeedKind]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_read_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")

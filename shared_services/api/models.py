"""Calendars that programs read, personal tokens, and answers kept for who asks twice."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.core.database import Model

LIVE = text("revoked_at IS NULL")
LONGEST_NAME = 80


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


class ApiToken(Model):
    """A personal token: a program that holds it acts as the person. The row holds only its SHA-256.

    Good until `expires_at` or `revoked_at`, and never while the account is blocked. Seen by its person;
    deleted 90 days after it stopped being good.
    """

    __tablename__ = "api_token"
    __table_args__ = (
        CheckConstraint("name <> ''", name="has_name"),
        CheckConstraint("expires_at > created_at", name="lives"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")


class KeptAnswer(Model):
    """What a request that carried an `Idempotency-Key` was answered, so that asking again changes nothing.

    Written in the transaction of the booking it tells; nobody ever reads one without its answer. Seen by
    whoever asks again with the same key; deleted the night after its 24 hours.
    """

    __tablename__ = "kept_answer"
    __table_args__ = (UniqueConstraint("person_id", "key", name="uq_kept_answer_person_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(String(200))
    request_hash: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str] = mapped_column(Text, info={"withheld": True})
    created_at: Mapped[datetime] = mapped_column(index=True)

"""Searches that people keep."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.core.database import Model


class Rhythm(StrEnum):
    """How often a kept search tells what is new."""

    NONE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"


class SavedSearch(Model):
    """A search a person keeps under a name; `query` is its one address, as `wish.canonical` writes it.

    Alerts leave at eight in `time_zone`, next at `next_run_at`. `seen` holds what could be booked when
    it last ran: the ids, and up to when it looked. Seen by its person alone. Kept while the account
    lives, given with a person's own data, deleted with it.
    """

    __tablename__ = "saved_search"
    __table_args__ = (
        UniqueConstraint("person_id", "query", name="uq_saved_search_person_query"),
        CheckConstraint("name <> ''", name="has_name"),
        CheckConstraint("(rhythm = 'none') = (next_run_at IS NULL)", name="alert_has_next_run"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(String(1000))
    rhythm: Mapped[Rhythm]
    time_zone: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    last_run_at: Mapped[datetime]
    next_run_at: Mapped[datetime | None] = mapped_column(index=True)
    seen: Mapped[dict[str, Any]]

    person: Mapped[Person] = relationship(lazy="raise")

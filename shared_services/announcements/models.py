"""Announcements, and who has put one away."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.core.database import Model
from shared_services.core.i18n import get_locale
from shared_services.network.models import Hub


class Level(StrEnum):
    INFO = "info"
    WARNING = "warning"


class Reach(StrEnum):
    """Everybody; whoever works for a hub or administers; the people of one hub and its members."""

    EVERYBODY = "everybody"
    STAFF = "staff"
    HUB = "hub"


class Announcement(Model):
    """A message at the top of pages from `starts_at` until `ends_at`, unless it is withdrawn before.

    Seen by whom it is for; kept, as evidence of what was said. `text_en` may be empty.
    """

    __tablename__ = "announcement"
    __table_args__ = (
        CheckConstraint("(reach = 'hub') = (hub_id IS NOT NULL)", name="hub_when_for_a_hub"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("text_fr <> ''", name="has_text"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[Level]
    reach: Mapped[Reach]
    hub_id: Mapped[int | None] = mapped_column(ForeignKey("hub.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text_fr: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    hub: Mapped[Hub | None] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(lazy="raise")

    @property
    def text(self) -> str:
        """In the reader's language when it was written in it."""
        locale = get_locale()
        in_english = locale is not None and locale.language == "en"
        return self.text_en if in_english and self.text_en else self.text_fr

    @property
    def last_day(self) -> datetime:
        """An instant of the last day it shows: it ends at the midnight after."""
        return self.ends_at - timedelta(seconds=1)

    def stage(self, now: datetime) -> str:
        """`coming`, `shown`, `over` or `withdrawn`."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if now < self.starts_at:
            return "coming"
        return "shown" if now < self.ends_at else "over"


class AnnouncementDismissal(Model):
    """A person has read it and wants it gone from her pages. Seen by nobody; kept with it."""

    __tablename__ = "announcement_dismissal"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    at: Mapped[datetime]

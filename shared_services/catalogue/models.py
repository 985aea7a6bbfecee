"""Offers and themes."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.core.database import Model, SortKey
from shared_services.core.i18n import _l, get_locale
from shared_services.network.models import Hub


class Theme(Model):
    """A national theme of digital mediation; both names are shown as written here. Public.

    A retired one stays on the offers that have it, and is proposed for no other.
    """

    __tablename__ = "theme"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name_fr: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    retired_at: Mapped[datetime | None]

    @property
    def name(self) -> str:
        locale = get_locale()
        return self.name_en if locale is not None and locale.language == "en" else self.name_fr


offer_theme = Table(
    "offer_theme",
    Model.metadata,
    Column("offer_id", ForeignKey("offer.id"), primary_key=True),
    Column("theme_id", ForeignKey("theme.id"), primary_key=True, index=True),
)


class OfferStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    RETURNED = "returned"
    SUSPENDED = "suspended"
    ARCHIVED = "archived"


class Modality(StrEnum):
    IN_PERSON = "in_person"
    REMOTE = "remote"
    HYBRID = "hybrid"


class Level(StrEnum):
    """How far one must already be."""

    DISCOVERY = "discovery"
    BASICS = "basics"
    ADVANCED = "advanced"


LEVELS = {
    Level.DISCOVERY: _l("Découverte"),
    Level.BASICS: _l("Bases"),
    Level.ADVANCED: _l("Approfondissement"),
}


MODALITIES = {
    Modality.IN_PERSON: _l("En présence"),
    Modality.REMOTE: _l("À distance"),
    Modality.HYBRID: _l("En présence et à distance"),
}


class Offer(Model):
    """What a hub offers; each kind adds its own table. Published ones are public, others are seen
    by the hub's managers and admins. Kept with the bookings that point to it.

    `price_cents` is per person, in euro cents; 0 is free. `return_reason` says why it was returned or
    suspended. What is suspended or archived is out of the catalogue; its bookings stay. `checked_at`:
    when its hub last said that all of it is still true.
    `dates_each`: on how many dates to come the same person may hold a place; 0 for no limit. `level` is
    None for all levels.
    """

    __tablename__ = "offer"
    __table_args__: Any = (
        CheckConstraint("price_cents >= 0", name="price_not_negative"),
        CheckConstraint("dates_each >= 0", name="dates_each_not_negative"),
        CheckConstraint(
            "status NOT IN ('returned', 'suspended') OR return_reason <> ''", name="returned_has_reason"
        ),
        CheckConstraint(
            "status <> 'published' OR published_at IS NOT NULL",
            name="published_has_date",
        ),
        Index("ix_offer_status_sort_key", "status", "sort_key"),
        Index("ix_offer_status_published", "status", "published_at"),
    )
    __mapper_args__ = {"polymorphic_on": "kind"}

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(160))
    summary: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(Text, default="")
    modality: Mapped[Modality]
    level: Mapped[Level | None]
    access_terms: Mapped[str] = mapped_column(Text, default="")
    price_cents: Mapped[int] = mapped_column(default=0)
    dates_each: Mapped[int] = mapped_column(default=1, server_default="1")
    accessibility_contact: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[OfferStatus] = mapped_column(default=OfferStatus.DRAFT)
    return_reason: Mapped[str] = mapped_column(Text, default="")
    search_text: Mapped[str] = mapped_column(Text)
    sort_key: Mapped[str] = mapped_column(SortKey)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]

    hub: Mapped[Hub] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(lazy="raise")
    themes: Mapped[list[Theme]] = relationship(secondary=offer_theme, order_by=Theme.slug, lazy="raise")

"""People and what they sign in with."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.core.database import Model, SortKey

from .user_agents import Browser, recognise


class Person(Model):
    """Somebody with an account. The e-mail is stored in lower case and is unique.

    Seen by herself, the staff of the hubs she books in, the referents of her organisation and
    admins. Kept while the account lives; erasure replaces the name and address (`erased_at`) and
    keeps the row, because evidence points to it. A blocked account opens nothing until an admin lifts
    the block; its bookings stay. One merged into another account is empty and opens nothing: its
    address leads to the account that was kept.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower_case"),
        CheckConstraint("locale IN ('fr', 'en')", name="locale"),
        CheckConstraint("blocked_at IS NULL OR block_reason <> ''", name="blocked_has_reason"),
        CheckConstraint("(merged_into_id IS NULL) = (merged_at IS NULL)", name="merged_has_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(9), unique=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str | None] = mapped_column(String(30))
    locale: Mapped[str] = mapped_column(String(5), default="fr")
    search_text: Mapped[str] = mapped_column(String)
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime]
    email_confirmed_at: Mapped[datetime | None]
    admin_since: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]
    block_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    merged_at: Mapped[datetime | None]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    # What flask-login asks of a signed-in person; an anonymous one answers False.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def is_admin(self) -> bool:
        return self.admin_since is not None

    @property
    def may_be_seen_as(self) -> bool:
        """Whether support may look at the site as she does: an open account, never another admin's."""
        is_open = self.email_confirmed_at is not None and self.erased_at is None and self.blocked_at is None
        return is_open and not self.is_admin


class Device(Model):
    """A signed-in browser. The cookie holds a token, the row only its SHA-256.

    Seen by its person; deleted 90 days after its last use.
    """

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_agent: Mapped[str] = mapped_column(String(255), default="")
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")

    @property
    def browser(self) -> Browser:
        return recognise(self.user_agent)


class TokenPurpose(StrEnum):
    CONFIRM_EMAIL = "confirm_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105


class Token(Model):
    """A link sent by mail, good once and until `expires_at`. The row holds only its SHA-256.

    Seen by nobody; deleted by the nightly clean-up a week after it expired.
    """

    __tablename__ = "token"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[TokenPurpose]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")


class SupportVisit(Model):
    """An admin looks at the site as somebody else does, for a reason, reading only, a quarter of an hour.

    Tied to the admin's browser. Seen by that person and by admins; kept as the trail is, as evidence.
    """

    __tablename__ = "support_visit"
    __table_args__ = (
        CheckConstraint("admin_id <> person_id", name="somebody_else"),
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint("expires_at > started_at", name="takes_time"),
        Index(
            "uq_support_visit_open",
            "device_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admin_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    admin: Mapped[Person] = relationship(foreign_keys=[admin_id], lazy="raise")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
    pages: Mapped[list["SupportPage"]] = relationship(order_by="SupportPage.id", lazy="raise")


class SupportPage(Model):
    """A page that was looked at during a visit, without what was searched for. Seen and kept as the visit."""

    __tablename__ = "support_page"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("support_visit.id"), index=True)
    at: Mapped[datetime]
    path: Mapped[str] = mapped_column(String(300))


class EmailChange(Model):
    """A new address asked for an account, until its owner confirms it or the old address objects.

    Both links hold a nonce signed with the site's secret key. Seen by nobody; deleted thirty days after
    it was asked; the trail keeps that it happened.
    """

    __tablename__ = "email_change"
    __table_args__ = (
        CheckConstraint("new_email = lower(new_email)", name="new_email_lower_case"),
        CheckConstraint("new_email <> old_email", name="really_changes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    old_email: Mapped[str] = mapped_column(String(254))
    new_email: Mapped[str] = mapped_column(String(254))
    confirm_nonce: Mapped[str] = mapped_column(String(43), unique=True)
    object_nonce: Mapped[str] = mapped_column(String(43), unique=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]
    objected_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")

"""People and what they sign in with."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.core.database import Model, SortKey


class Person(Model):
    """Somebody with an account. The e-mail is stored in lower case and is unique.

    Seen by herself, the staff of the hubs she books in, the referents of her organisation and
    admins. Kept while the account lives; erasure replaces the name and address (`erased_at`) and
    keeps the row, because evidence points to it. A blocked account opens nothing until an admin lifts
    the block; its bookings stay.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower_case"),
        CheckConstraint("locale IN ('fr', 'en')", name="locale"),
        CheckConstraint("blocked_at IS NULL OR block_reason <> ''", name="blocked_has_reason"),
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

"""To whom a person shows her skills passport."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.core.database import Model

LONGEST_LABEL = 80


class PassportShare(Model):
    """A secret address that shows one person's passport to whoever has it. The row holds only its SHA-256.

    Good until `expires_at` or `revoked_at`, and never while the account is blocked. `last_opened_on` is a day
    and no more: nobody is followed. Seen by its person; deleted 90 days after it stopped being good.
    """

    __tablename__ = "passport_share"
    __table_args__ = (
        CheckConstraint("label <> ''", name="has_label"),
        CheckConstraint("expires_at > created_at", name="lives"),
        CheckConstraint("revoked_at IS NULL OR revoked_at >= created_at", name="revoked_after"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    label: Mapped[str] = mapped_column(String(LONGEST_LABEL))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_opened_on: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="raise")

    def is_good(self, now: datetime) -> bool:
        """Whether its address still shows something."""
        is_open_account = self.person.erased_at is None and self.person.blocked_at is None
        return self.revoked_at is None and self.expires_at > now and is_open_account

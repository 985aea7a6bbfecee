"""Who works for a hub."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.core.database import Model

from .hubs import Hub


class StaffRhythm(StrEnum):
    """How staff want to be told what needs them: at once, one mail a morning, or never."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    NONE = "none"


class StaffRole(StrEnum):
    MANAGER = "manager"
    TRAINER = "trainer"


class HubRole(Model):
    """A person works for a hub as manager or trainer, from `since` until `ended_at`.

    Seen by the hub's managers and admins; the name by everybody while the person agrees (`is_shown`).
    Kept, as evidence of who taught.
    """

    __tablename__ = "hub_role"
    __table_args__ = (
        Index(
            "uq_hub_role_current",
            "hub_id",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[StaffRole]
    rhythm: Mapped[StaffRhythm] = mapped_column(
        default=StaffRhythm.IMMEDIATE, server_default=StaffRhythm.IMMEDIATE.value
    )
    is_shown: Mapped[bool] = mapped_column(default=False, server_default=false())
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    hub: Mapped[Hub] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")

"""Affiliations of people to organisations, memberships of organisations in hubs."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.core.database import Model

from .hubs import Hub
from .organisations import Organisation


class BondState(StrEnum):
    """Life of an affiliation or of a membership."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ENDED = "ended"


LIVE = (BondState.REQUESTED, BondState.ACCEPTED)
LIVE_BOND = text("state IN ('requested', 'accepted')")


class Affiliation(Model):
    """A person belongs to an organisation: asked, then accepted by its referent or by a hub.

    Seen by the person, the organisation's referents, its hubs' managers and admins. Kept with the
    bookings made under it.
    """

    __tablename__ = "affiliation"
    __table_args__ = (
        CheckConstraint("(state = 'requested') = (decided_at IS NULL)", name="decided_has_date"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_has_date"),
        Index(
            "uq_affiliation_live",
            "person_id",
            "organisation_id",
            unique=True,
            sqlite_where=LIVE_BOND,
            postgresql_where=LIVE_BOND,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    is_referent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[BondState] = mapped_column(default=BondState.REQUESTED)
    requested_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")

    person: Mapped[Person] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class Membership(Model):
    """An organisation is a member of a hub; several hubs possible. Public once accepted. Kept.

    `valid_until` is the last day agreed on, in the hub's calendar; passing it ends nothing by itself:
    the hub renews or ends. `reason` says why it was refused or ended, to both sides.
    """

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("(state = 'requested') = (decided_at IS NULL)", name="decided_has_date"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_has_date"),
        Index(
            "uq_membership_live",
            "organisation_id",
            "hub_id",
            unique=True,
            sqlite_where=LIVE_BOND,
            postgresql_where=LIVE_BOND,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), index=True)
    state: Mapped[BondState] = mapped_column(default=BondState.REQUESTED)
    requested_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    valid_until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    hub: Mapped[Hub] = relationship(lazy="raise")

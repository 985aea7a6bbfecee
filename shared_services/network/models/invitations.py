"""Who is invited to an organisation or to a hub's team, and who accepted."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.core.database import Model

from .hubs import Hub
from .organisations import Organisation
from .staff import StaffRole


class InvitationState(StrEnum):
    """What was decided about it; that its time has passed is read from `expires_at`."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"


class Invitation(Model):
    """Somebody is invited to an organisation, or to a hub's team: by mail, once, or by a link to share.

    The link holds `nonce` signed with the site's secret key, so that the row alone opens nothing. It
    works while open, until `expires_at`, `max_uses` times. Seen by whoever may invite to the same
    place; deleted a year after it expired; erased with the invited address.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (hub_id IS NULL)", name="one_place"),
        CheckConstraint("(hub_id IS NULL) = (role IS NULL)", name="role_in_hub"),
        CheckConstraint("email IS NOT NULL OR (hub_id IS NULL AND NOT as_referent)", name="shared_is_plain"),
        CheckConstraint("email IS NULL OR max_uses = 1", name="mailed_works_once"),
        CheckConstraint("uses BETWEEN 0 AND max_uses", name="never_used_too_often"),
        CheckConstraint("(state = 'accepted') = (uses = max_uses)", name="accepted_is_used_up"),
        CheckConstraint("(state = 'revoked') = (revoked_at IS NOT NULL)", name="revoked_has_date"),
        CheckConstraint("email = lower(email)", name="email_lower_case"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nonce: Mapped[str] = mapped_column(String(43), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    hub_id: Mapped[int | None] = mapped_column(ForeignKey("hub.id"), index=True)
    role: Mapped[StaffRole | None]
    as_referent: Mapped[bool] = mapped_column(default=False)
    # Somebody else's address: withheld when who invited takes her own data away.
    email: Mapped[str | None] = mapped_column(String(254), index=True, info={"withheld": True})
    max_uses: Mapped[int] = mapped_column(default=1)
    uses: Mapped[int] = mapped_column(default=0)
    state: Mapped[InvitationState] = mapped_column(default=InvitationState.OPEN)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]

    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    hub: Mapped[Hub | None] = relationship(lazy="raise")
    invited_by: Mapped[Person] = relationship(lazy="raise")

    @property
    def place_name(self) -> str:
        place = self.organisation or self.hub
        return place.name if place else ""

    def is_open(self, now: datetime) -> bool:
        return self.state == InvitationState.OPEN and now < self.expires_at


class InvitationUse(Model):
    """Who accepted an invitation, and when. Seen with it, deleted with it."""

    __tablename__ = "invitation_use"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    used_at: Mapped[datetime]

"""Hubs, départements, organisations; affiliations of people to them, memberships of them in hubs."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.core.database import Model, SortKey
from shared_services.core.relative_dates import Before, BeforeType


class Departement(Model):
    """One of the 101 départements (INSEE code, up to three signs). Reference data, set by migrations."""

    __tablename__ = "departement"

    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    region: Mapped[str] = mapped_column(String(60))
    time_zone: Mapped[str] = mapped_column(String(40))


hub_departement = Table(
    "hub_departement",
    Model.metadata,
    Column("hub_id", ForeignKey("hub.id"), primary_key=True),
    Column("departement_code", ForeignKey("departement.code"), primary_key=True),
)


class WaitingRule(StrEnum):
    """Who is offered a freed place: the first who asked, or first an organisation with nobody in yet."""

    FIRST_COME = "first_come"
    NEW_ORGANISATIONS_FIRST = "new_organisations_first"


class Hub(Model):
    """A territorial hub; several may share a département. Public. Kept for ever, never deleted.

    `cancel_hours` is how long before the start a participant may still cancel alone, `close_hours` how
    long before it bookings close unless a date says otherwise. People are reminded `reminder_days` before
    (days, separated by commas), at `reminder_hour` on the clock of the place. A new date starts with its
    `minimum` of people and the date that it is judged on, `decides_before`; both or none.
    Whoever missed `no_shows_allowed` dates within twelve months needs the hub's agreement to the next ones;
    None: no such rule.
    """

    __tablename__ = "hub"
    __table_args__ = (
        CheckConstraint("cancel_hours >= 0", name="cancel_hours"),
        CheckConstraint("close_hours >= 0", name="close_hours"),
        CheckConstraint("reminder_hour BETWEEN 6 AND 20", name="reminder_hour"),
        CheckConstraint("minimum > 0", name="minimum_positive"),
        CheckConstraint("(minimum IS NULL) = (decides_before IS NULL)", name="minimum_has_date"),
        CheckConstraint("no_shows_allowed > 0", name="no_shows_allowed_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    summary: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(30))
    city: Mapped[str] = mapped_column(String(80), default="")
    time_zone: Mapped[str] = mapped_column(String(40))
    waiting_rule: Mapped[WaitingRule] = mapped_column(default=WaitingRule.FIRST_COME)
    cancel_hours: Mapped[int] = mapped_column(default=48)
    close_hours: Mapped[int] = mapped_column(default=0, server_default="0")
    approves_by_default: Mapped[bool] = mapped_column(default=False, server_default=false())
    reminder_days: Mapped[str] = mapped_column(String(20), default="7,1", server_default="7,1")
    reminder_hour: Mapped[int] = mapped_column(default=9, server_default="9")
    website: Mapped[str] = mapped_column(String(200), default="", server_default="")
    minimum: Mapped[int | None]
    decides_before: Mapped[Before | None] = mapped_column(BeforeType())
    no_shows_allowed: Mapped[int | None]
    created_at: Mapped[datetime]

    departements: Mapped[list[Departement]] = relationship(
        secondary=hub_departement, order_by=Departement.code, lazy="raise"
    )


class WordedMail(StrEnum):
    """The mails in which a hub may say something of its own."""

    CONFIRMED = "confirmed"
    REMINDER = "reminder"
    CANCELLED = "cancelled"


class HubWording(Model):
    """A hub's own paragraph in one kind of mail. Read by whoever gets it; goes with the hub."""

    __tablename__ = "hub_wording"
    __table_args__ = (CheckConstraint("text <> ''", name="is_said"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), primary_key=True)
    mail: Mapped[WordedMail] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)


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


class OrganisationKind(StrEnum):
    ASSOCIATION = "association"
    LOCAL_AUTHORITY = "local_authority"
    COMPANY = "company"
    PUBLIC_OPERATOR = "public_operator"


class Organisation(Model):
    """An employer of aidants. Its name and town are public. Kept for ever, a twin made one aside."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[OrganisationKind]
    siret: Mapped[str | None] = mapped_column(String(14), unique=True)
    city: Mapped[str] = mapped_column(String(80))
    departement_code: Mapped[str] = mapped_column(ForeignKey("departement.code"), index=True)
    search_text: Mapped[str] = mapped_column(String)
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    created_at: Mapped[datetime]

    departement: Mapped[Departement] = relationship(lazy="raise")


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

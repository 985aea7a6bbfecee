"""Invitations: found by their link, listed for whoever invites."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, selectinload

from shared_services.accounts.models import Person
from shared_services.core.errors import existing

from ..models import Invitation, InvitationState, InvitationUse
from .hubs import lock_hub
from .organisations import lock_organisation


def _invitations() -> Select[Invitation]:
    return select(Invitation).options(
        selectinload(Invitation.organisation),
        selectinload(Invitation.hub),
        selectinload(Invitation.invited_by),
    )


def find_invitation(db: Session, nonce: str) -> Invitation | None:
    """The invitation of a link, with its place and who made it."""
    return db.scalar(_invitations().where(Invitation.nonce == nonce))


def lock_invitation(db: Session, invitation_id: int) -> Invitation:
    """Read again under the lock of the place it leads to, then its own. Raises NotFound."""
    found = existing(db.get(Invitation, invitation_id))
    if found.organisation_id is not None:
        lock_organisation(db, found.organisation_id)
    if found.hub_id is not None:
        lock_hub(db, found.hub_id)
    return db.scalars(
        _invitations()
        .where(Invitation.id == invitation_id)
        .with_for_update(of=Invitation)
        .execution_options(populate_existing=True)
    ).one()


def find_open_invitation(
    db: Session, *, organisation_id: int | None, hub_id: int | None, email: str, now: datetime
) -> Invitation | None:
    """The invitation of that address to that place that still works."""
    return db.scalar(
        _invitations()
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.hub_id == hub_id,
            Invitation.email == email,
            Invitation.state == InvitationState.OPEN,
            Invitation.expires_at > now,
        )
        .order_by(Invitation.id.desc())
        .limit(1)
    )


def invitations_of(*, organisation_id: int | None = None, hub_id: int | None = None) -> Select[Invitation]:
    """Every invitation to that place, the newest first."""
    return (
        _invitations()
        .where(Invitation.organisation_id == organisation_id, Invitation.hub_id == hub_id)
        .order_by(Invitation.sent_at.desc(), Invitation.id.desc())
    )


def list_accepted_by(db: Session, invitation_ids: Sequence[int]) -> dict[int, list[Person]]:
    """Who accepted each of those invitations."""
    found: dict[int, list[Person]] = {}
    rows = db.execute(
        select(InvitationUse.invitation_id, Person)
        .join(Person, Person.id == InvitationUse.person_id)
        .where(InvitationUse.invitation_id.in_(invitation_ids))
        .order_by(InvitationUse.used_at, Person.id)
    )
    for invitation_id, person in rows:
        found.setdefault(invitation_id, []).append(person)
    return found


def invitation_ids_where(condition: ColumnElement[bool]) -> Select[int]:
    return select(Invitation.id).where(condition)

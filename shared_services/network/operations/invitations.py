"""Inviting somebody, by mail or by a link to share, and what the invited person does with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.tokens import new_token
from shared_services.core import audit
from shared_services.core.limits import count_attempt

from .. import bonds, messages, policies, queries
from ..errors import InvitationNotMailed, InvitationOver
from ..models import (
    Affiliation,
    BondState,
    HubRole,
    Invitation,
    InvitationState,
    InvitationUse,
    StaffRole,
)

LIVES = timedelta(days=14)
KEPT = timedelta(days=365)
MOST_AN_HOUR = 30


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an invitation leads: an organisation, or a role in a hub's team."""

    organisation_id: int | None = None
    as_referent: bool = False
    hub_id: int | None = None
    role: StaffRole | None = None


def count_invitation(db: Session, person_id: int, *, now: datetime) -> None:
    """So that nobody has us write to the whole world. Raises TooManyAttempts.

    In a transaction of its own, as every count.
    """
    hour = timedelta(hours=1)
    count_attempt(db, "invitation", str(person_id), most=MOST_AN_HOUR, within=hour, now=now)


def invite_by_mail(db: Session, place: Place, email: str, *, by: Person, now: datetime) -> Invitation:
    """Mail a link that works once. Inviting the same address again sends the same link again.

    Who invites is told nothing about accounts: the answer is the same for an address that has one.
    """
    _lock_place(db, place)
    found = queries.find_open_invitation(
        db, organisation_id=place.organisation_id, hub_id=place.hub_id, email=email, now=now
    )
    if found is not None and (found.role, found.as_referent) == (place.role, place.as_referent):
        return _send_again(db, found, by=by, now=now)
    invitation = _new(place, email=email, max_uses=1, by=by, now=now)
    db.add(invitation)
    audit.record(db, invitation, "invited", by=by, now=now)
    messages.post_invitation(db, invitation, locale=by.locale, now=now)
    return invitation


def share_link(db: Session, organisation_id: int, *, max_uses: int, by: Person, now: datetime) -> Invitation:
    """Make a link to the organisation that works `max_uses` times, for whoever is given it."""
    place = Place(organisation_id=organisation_id)
    _lock_place(db, place)
    invitation = _new(place, email=None, max_uses=max_uses, by=by, now=now)
    db.add(invitation)
    audit.record(db, invitation, "shared", by=by, now=now, details={"max_uses": max_uses})
    return invitation


def send_again(db: Session, invitation_id: int, *, by: Person, now: datetime) -> Invitation:
    """Mail the link once more; it works for another fourteen days, even when its time had passed.

    Raises InvitationOver when it was used or revoked, InvitationNotMailed, NotFound.
    """
    invitation = queries.lock_invitation(db, invitation_id)
    if invitation.state != InvitationState.OPEN:
        raise InvitationOver
    return _send_again(db, invitation, by=by, now=now)


def revoke_invitation(db: Session, invitation_id: int, *, by: Person, now: datetime) -> Invitation:
    """The link opens nothing any more; who came by it stays. Raises InvitationOver, NotFound."""
    invitation = queries.lock_invitation(db, invitation_id)
    if invitation.state != InvitationState.OPEN:
        raise InvitationOver
    invitation.state, invitation.revoked_at = InvitationState.REVOKED, now
    audit.record(db, invitation, "revoked", by=by, now=now)
    return invitation


def accept_invitation(db: Session, invitation_id: int, *, person: Person, now: datetime) -> Invitation:
    """The person belongs where she was invited. Who is there already changes nothing, and uses nothing.

    Raises InvitationOver, also when whoever invited her may no longer do so; NotFound.
    """
    invitation = queries.lock_invitation(db, invitation_id)
    if not still_works(db, invitation, now=now):
        raise InvitationOver
    if not _welcome(db, invitation, person, now=now):
        return invitation
    # The condition decides, whatever was read: of two who take the last use, one finds it gone.
    used: CursorResult[tuple[()]] = db.execute(  # type: ignore[assignment]
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.uses < Invitation.max_uses)
        .values(uses=Invitation.uses + 1, state=_state_after(invitation))
        .execution_options(synchronize_session=False)
    )
    if used.rowcount != 1:
        raise InvitationOver
    db.add(InvitationUse(invitation_id=invitation.id, person_id=person.id, used_at=now))
    audit.record(db, invitation, "accepted", by=person, now=now)
    db.expire(invitation, ["uses", "state"])
    return invitation


def still_works(db: Session, invitation: Invitation, *, now: datetime) -> bool:
    """Open, in time, and made by somebody who may still invite there."""
    return invitation.is_open(now) and policies.may_invite(db, invitation.invited_by, invitation)


def forget_invitations(db: Session, *, now: datetime) -> int:
    """Delete what expired more than a year ago; returns how many."""
    old = Invitation.expires_at <= now - KEPT
    ids = list(db.scalars(queries.invitation_ids_where(old)))
    db.execute(delete(InvitationUse).where(InvitationUse.invitation_id.in_(ids)))
    db.execute(delete(Invitation).where(Invitation.id.in_(ids)))
    return len(ids)


def _lock_place(db: Session, place: Place) -> None:
    if place.organisation_id is not None:
        queries.lock_organisation(db, place.organisation_id)
    if place.hub_id is not None:
        queries.lock_hub(db, place.hub_id)


def _new(place: Place, *, email: str | None, max_uses: int, by: Person, now: datetime) -> Invitation:
    return Invitation(
        nonce=new_token(),
        organisation_id=place.organisation_id,
        as_referent=place.as_referent,
        hub_id=place.hub_id,
        role=place.role,
        email=email,
        max_uses=max_uses,
        uses=0,
        state=InvitationState.OPEN,
        invited_by_id=by.id,
        created_at=now,
        sent_at=now,
        expires_at=now + LIVES,
    )


def _send_again(db: Session, invitation: Invitation, *, by: Person, now: datetime) -> Invitation:
    if invitation.email is None:
        raise InvitationNotMailed
    invitation.sent_at, invitation.expires_at = now, now + LIVES
    invitation.invited_by_id = by.id
    audit.record(db, invitation, "sent_again", by=by, now=now)
    messages.post_invitation(db, invitation, locale=by.locale, now=now)
    return invitation


def _state_after(invitation: Invitation) -> InvitationState:
    last = invitation.uses + 1 >= invitation.max_uses
    return InvitationState.ACCEPTED if last else InvitationState.OPEN


def _welcome(db: Session, invitation: Invitation, person: Person, *, now: datetime) -> bool:
    """Write what makes the person belong; False when she already does."""
    details = {"invitation": invitation.id, "invited_by": invitation.invited_by_id}
    if invitation.hub_id is not None and invitation.role is not None:
        return _appoint(db, invitation.hub_id, invitation.role, person, details=details, now=now)
    live = queries.find_live_affiliation(db, person.id, invitation.organisation_id or 0)
    if live is not None and live.state == BondState.ACCEPTED:
        is_new = invitation.as_referent and not live.is_referent
        live.is_referent = live.is_referent or invitation.as_referent
        if is_new:
            audit.record(db, live, "made_referent", by=person, now=now, details=details)
        return is_new
    if live is None:
        live = Affiliation(
            person_id=person.id,
            organisation_id=invitation.organisation_id,
            state=BondState.REQUESTED,
            requested_at=now,
        )
        db.add(live)
        db.flush()  # the trail needs its id
    live.is_referent = invitation.as_referent
    bonds.move(db, live, BondState.ACCEPTED, by=person, now=now)
    return True


def _appoint(
    db: Session, hub_id: int, role: StaffRole, person: Person, *, details: dict[str, int], now: datetime
) -> bool:
    if queries.find_current_role(db, hub_id, person.id, role) is not None:
        return False
    appointed = HubRole(hub_id=hub_id, person_id=person.id, role=role, since=now)
    db.add(appointed)
    audit.record(db, appointed, "appointed", by=person, now=now, moved=(None, role.value), details=details)
    return True

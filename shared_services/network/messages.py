"""What people are told about belonging: requests to those who answer, answers to those who asked."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.queries import get_person
from shared_services.core import clock
from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.core.signing import sign
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from . import queries
from .models import Affiliation, BondState, Hub, HubRole, Invitation, Membership, Organisation
from .notices import post_to_managers

INVITATION = "invitation"
NO_LONGER_TRUE = _l("La situation a changé avant l'envoi.")


def post_affiliation_requested(db: Session, affiliation: Affiliation, *, now: datetime) -> None:
    """Tell the organisation's referents; where it has none, the managers of its hubs."""
    organisation_id = affiliation.organisation_id
    deciders = queries.list_referents(db, organisation_id)
    for decider in deciders:
        if decider.id != affiliation.person_id:
            _post(db, "affiliation_requested", decider, affiliation, now=now)
    for hub_id in queries.list_answering_hub_ids(db, organisation_id) if not deciders else ():
        post_to_managers(
            db,
            hub_id,
            "affiliation_requested",
            key=f"affiliation_requested:{affiliation.id}:{now.isoformat()}",
            payload={"id": affiliation.id, "state": affiliation.state.value},
            now=now,
            except_for=affiliation.person_id,
        )


def post_affiliation_decided(db: Session, affiliation: Affiliation, *, now: datetime) -> None:
    """Tell the person: accepted, refused, or no longer there."""
    _post(db, "affiliation_decided", get_person(db, affiliation.person_id), affiliation, now=now)


def post_membership_requested(db: Session, membership: Membership, *, now: datetime) -> None:
    post_to_managers(
        db,
        membership.hub_id,
        "membership_requested",
        key=f"membership_requested:{membership.id}:{now.isoformat()}",
        payload={"id": membership.id, "state": membership.state.value},
        now=now,
    )


def post_membership_decided(db: Session, membership: Membership, *, now: datetime) -> None:
    """Tell the organisation's referents; where it has none, who asks to be one and who is there."""
    people = queries.list_referents(db, membership.organisation_id)
    if not people:
        colleagues = queries.list_colleagues(db, [membership.organisation_id])
        people = [a.person for a in colleagues if a.is_referent or a.state == BondState.ACCEPTED]
    for person in people:
        _post(db, "membership_decided", person, membership, now=now)


def post_staff_appointed(db: Session, role: HubRole, *, now: datetime) -> None:
    _post(db, "staff_appointed", get_person(db, role.person_id), role, now=now)


def post_invitation(db: Session, invitation: Invitation, *, locale: str, now: datetime) -> None:
    """The link goes to the invited address alone: opening it proves that the mailbox is hers."""
    db.flush()  # the message needs its id
    post(
        db,
        "invitation",
        recipient=Recipient(invitation.email or "", locale),
        key=f"invitation:{invitation.id}:{now.isoformat()}",
        payload={"id": invitation.id},
        now=now,
    )


def invitation_url(invitation: Invitation) -> str:
    """The address of the page where it is accepted."""
    return absolute_url("invitations.show", token=sign(INVITATION, invitation.nonce))


def _post(
    db: Session, kind: str, person: Person, row: Affiliation | Membership | HubRole, *, now: datetime
) -> None:
    payload: dict[str, Any] = {"id": row.id, "person_id": person.id}
    if not isinstance(row, HubRole):
        payload["state"] = row.state.value
    post(
        db,
        kind,
        recipient=Recipient(person.email, person.locale),
        key=f"{kind}:{row.id}:{person.id}:{now.isoformat()}",
        payload=payload,
        now=now,
    )


def _check_still(bond: Affiliation | Membership, payload: dict[str, Any]) -> None:
    if bond.state.value != payload.get("state"):
        raise Dropped(str(NO_LONGER_TRUE))


@renders("affiliation_requested")
def render_affiliation_requested(db: Session, payload: dict[str, Any]) -> Letter:
    affiliation = db.get_one(Affiliation, payload["id"])
    _check_still(affiliation, payload)
    return Letter(
        template="affiliation_requested",
        facts={
            "person": get_person(db, affiliation.person_id),
            "organisation": db.get_one(Organisation, affiliation.organisation_id),
            "url": absolute_url("network.my_organisations"),
        },
    )


@renders("affiliation_decided")
def render_affiliation_decided(db: Session, payload: dict[str, Any]) -> Letter:
    affiliation = db.get_one(Affiliation, payload["id"])
    _check_still(affiliation, payload)
    return Letter(
        template="affiliation_decided",
        facts={
            "state": affiliation.state.value,
            "organisation": db.get_one(Organisation, affiliation.organisation_id),
            "url": absolute_url("network.my_organisations"),
        },
    )


@renders("membership_requested")
def render_membership_requested(db: Session, payload: dict[str, Any]) -> Letter:
    membership = db.get_one(Membership, payload["id"])
    _check_still(membership, payload)
    return Letter(
        template="membership_requested",
        facts={
            "organisation": db.get_one(Organisation, membership.organisation_id),
            "hub": db.get_one(Hub, membership.hub_id),
            "url": absolute_url("network_manage.members", hub_id=membership.hub_id),
        },
    )


@renders("membership_decided")
def render_membership_decided(db: Session, payload: dict[str, Any]) -> Letter:
    membership = db.get_one(Membership, payload["id"])
    _check_still(membership, payload)
    hub = db.get_one(Hub, membership.hub_id)
    return Letter(
        template="membership_decided",
        facts={
            "state": membership.state.value,
            "reason": membership.reason,
            "organisation": db.get_one(Organisation, membership.organisation_id),
            "hub": hub,
            "url": absolute_url("network.show_hub", slug=hub.slug),
        },
    )


@renders("staff_appointed")
def render_staff_appointed(db: Session, payload: dict[str, Any]) -> Letter:
    role = db.get_one(HubRole, payload["id"])
    if role.ended_at is not None:
        raise Dropped(str(NO_LONGER_TRUE))
    hub = db.get_one(Hub, role.hub_id)
    return Letter(
        template="staff_appointed",
        facts={
            "role": role.role.value,
            "hub": hub,
            "url": absolute_url("network.show_hub", slug=hub.slug),
        },
    )


@renders("invitation")
def render_invitation(db: Session, payload: dict[str, Any]) -> Letter:
    invitation = db.get(Invitation, payload["id"])
    if invitation is None or not invitation.is_open(clock.now()):
        raise Dropped(str(NO_LONGER_TRUE))
    hub = db.get_one(Hub, invitation.hub_id) if invitation.hub_id else None
    organisation = db.get_one(Organisation, invitation.organisation_id) if not hub else None
    return Letter(
        template="invitation",
        facts={
            "invitation": invitation,
            "inviter": get_person(db, invitation.invited_by_id),
            "place": hub or organisation,
            "url": invitation_url(invitation),
        },
    )

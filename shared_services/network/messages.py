"""What people are told about belonging: requests to those who answer, answers to those who asked."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.queries import get_person
from shared_services.core.links import absolute_url
from shared_services.outbox.letters import Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from . import queries
from .models import Affiliation, BondState, Hub, HubRole, Membership, Organisation


def post_affiliation_requested(db: Session, affiliation: Affiliation, *, now: datetime) -> None:
    """Tell the organisation's referents; where it has none, the managers of its hubs."""
    organisation_id = affiliation.organisation_id
    deciders = queries.list_referents(db, organisation_id)
    if not deciders:
        for hub_id in queries.list_hub_ids_of_organisation(db, organisation_id):
            deciders += queries.list_managers(db, hub_id)
    for decider in deciders:
        _post(db, "affiliation_requested", decider, affiliation.id, now=now)


def post_affiliation_decided(db: Session, affiliation: Affiliation, *, now: datetime) -> None:
    _post(db, "affiliation_decided", get_person(db, affiliation.person_id), affiliation.id, now=now)


def post_membership_requested(db: Session, membership: Membership, *, now: datetime) -> None:
    for manager in queries.list_managers(db, membership.hub_id):
        _post(db, "membership_requested", manager, membership.id, now=now)


def post_membership_decided(db: Session, membership: Membership, *, now: datetime) -> None:
    """Tell the organisation's referents, or whoever asked to become one."""
    people = queries.list_referents(db, membership.organisation_id)
    if not people:
        people = [a.person for a in queries.list_colleagues(db, [membership.organisation_id])]
    for person in people:
        _post(db, "membership_decided", person, membership.id, now=now)


def post_staff_appointed(db: Session, role: HubRole, *, now: datetime) -> None:
    _post(db, "staff_appointed", get_person(db, role.person_id), role.id, now=now)


def _post(db: Session, kind: str, person: Person, row_id: int, *, now: datetime) -> None:
    post(
        db,
        kind,
        recipient=Recipient(person.email, person.locale),
        key=f"{kind}:{row_id}:{person.id}:{now.isoformat()}",
        payload={"id": row_id, "person_id": person.id},
        now=now,
    )


@renders("affiliation_requested")
def render_affiliation_requested(db: Session, payload: dict[str, Any]) -> Letter:
    affiliation = db.get_one(Affiliation, payload["id"])
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
    return Letter(
        template="affiliation_decided",
        facts={
            "accepted": affiliation.state == BondState.ACCEPTED,
            "organisation": db.get_one(Organisation, affiliation.organisation_id),
            "url": absolute_url("network.my_organisations"),
        },
    )


@renders("membership_requested")
def render_membership_requested(db: Session, payload: dict[str, Any]) -> Letter:
    membership = db.get_one(Membership, payload["id"])
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
    hub = db.get_one(Hub, membership.hub_id)
    return Letter(
        template="membership_decided",
        facts={
            "state": membership.state.value,
            "organisation": db.get_one(Organisation, membership.organisation_id),
            "hub": hub,
            "url": absolute_url("network.show_hub", slug=hub.slug),
        },
    )


@renders("staff_appointed")
def render_staff_appointed(db: Session, payload: dict[str, Any]) -> Letter:
    role = db.get_one(HubRole, payload["id"])
    hub = db.get_one(Hub, role.hub_id)
    return Letter(
        template="staff_appointed",
        facts={
            "role": role.role.value,
            "hub": hub,
            "url": absolute_url("network.show_hub", slug=hub.slug),
        },
    )

"""Reading who is in the demo."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.network.models import Affiliation, BondState, Hub, HubRole, Membership, Organisation

from .content import read_content

DOMAIN = "demo.example"


@dataclass(frozen=True)
class Account:
    """What a demo person is, for whom and where."""

    email: str
    role: str
    organisation: str
    hub: str


def has_people(db: Session) -> bool:
    return db.scalar(select(Person.id).limit(1)) is not None


def list_accounts(db: Session) -> list[Account]:
    """Every demo person, in the order they were loaded."""
    people = select(Person.id, Person.email, Person.admin_since.is_not(None)).where(
        Person.email.like(f"%@{DOMAIN}"), Person.erased_at.is_(None)
    )
    authorities = {person.email for person in read_content().people if person.authority_departements}
    staff, employed = _staff(db), _employed(db)
    accounts = []
    for person_id, email, is_admin in db.execute(people.order_by(Person.id)):
        role, organisation, hub = employed.get(person_id) or staff.get(person_id) or ("aidant", "", "")
        role = "admin" if is_admin else "authority" if email in authorities else role
        accounts.append(Account(email, role, organisation, hub))
    return accounts


def _staff(db: Session) -> dict[int, tuple[str, str, str]]:
    """Manager or trainer, with the names of her hubs."""
    roles = (
        select(HubRole.person_id, HubRole.role, Hub.name)
        .join(Hub, Hub.id == HubRole.hub_id)
        .where(HubRole.ended_at.is_(None))
        .order_by(HubRole.role, HubRole.hub_id)
    )
    found: dict[int, tuple[str, str, str]] = {}
    for person_id, role, hub in db.execute(roles):
        known, _none, hubs = found.get(person_id, (role.value, "", ""))
        found[person_id] = (known, "", f"{hubs}, {hub}" if hubs else hub)
    return found


def _employed(db: Session) -> dict[int, tuple[str, str, str]]:
    """Referent or aidant of an organisation that has accepted her, with the hubs it belongs to."""
    memberships = (
        select(Membership.organisation_id, Hub.name)
        .join(Hub, Hub.id == Membership.hub_id)
        .where(Membership.state == BondState.ACCEPTED)
        .order_by(Membership.hub_id)
    )
    hubs = defaultdict(list)
    for organisation_id, hub in db.execute(memberships):
        hubs[organisation_id].append(hub)
    affiliations = (
        select(Affiliation.person_id, Affiliation.is_referent, Organisation.id, Organisation.name)
        .join(Organisation, Organisation.id == Affiliation.organisation_id)
        .where(Affiliation.state == BondState.ACCEPTED)
    )
    return {
        person_id: ("referent" if is_referent else "aidant", name, ", ".join(hubs[organisation_id]))
        for person_id, is_referent, organisation_id, name in db.execute(affiliations)
    }

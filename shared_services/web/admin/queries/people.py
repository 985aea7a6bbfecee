"""Reads about people for admins: who is who, where she belongs, what she did."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from shared_services.accounts.models import Device, Person
from shared_services.booking.models import Booking, BookingStatus
from shared_services.core.errors import existing
from shared_services.core.text import matches
from shared_services.network.models import Affiliation, BondState, HubRole, StaffRole

STAFF = {role.value: role for role in StaffRole}


@dataclass(frozen=True, kw_only=True)
class PeopleWanted:
    """What an admin asked for; empty means whatever. `role` and `state` are words of the address."""

    words: str = ""
    role: str = ""
    state: str = ""
    hub_id: int | None = None
    organisation_id: int | None = None


@dataclass
class Belonging:
    """Where a person belongs today."""

    roles: list[HubRole] = field(default_factory=list)
    affiliations: list[Affiliation] = field(default_factory=list)


def select_people(wanted: PeopleWanted, *, slips: bool = False) -> Select[Person]:
    """Those that answer, by name. An address is compared exactly, words as people mean them."""
    is_open = (Person.erased_at.is_(None), Person.merged_into_id.is_(None))
    found = select(Person).where(*is_open).order_by(Person.sort_key, Person.id)
    if "@" in wanted.words:  # her address, or that of an account merged into hers
        hers = aliased(Person)
        owner = select(func.coalesce(hers.merged_into_id, hers.id))
        found = found.where(Person.id.in_(owner.where(hers.email == wanted.words.strip().lower())))
    elif wanted.words:
        found = found.where(matches(Person.search_text, wanted.words, slips=slips))
    found = _in_state(_with_role(found, wanted), wanted.state)
    if wanted.organisation_id is not None:
        found = found.where(
            exists().where(
                Affiliation.person_id == Person.id,
                Affiliation.organisation_id == wanted.organisation_id,
                Affiliation.state == BondState.ACCEPTED,
            )
        )
    return found


def _with_role(found: Select[Person], wanted: PeopleWanted) -> Select[Person]:
    if wanted.role == "admin":
        found = found.where(Person.admin_since.is_not(None))
    elif wanted.role == "referent":
        found = found.where(
            exists().where(
                Affiliation.person_id == Person.id,
                Affiliation.state == BondState.ACCEPTED,
                Affiliation.is_referent,
            )
        )
    if wanted.role in STAFF or wanted.hub_id is not None:
        works = exists().where(HubRole.person_id == Person.id, HubRole.ended_at.is_(None))
        if wanted.role in STAFF:
            works = works.where(HubRole.role == STAFF[wanted.role])
        if wanted.hub_id is not None:
            works = works.where(HubRole.hub_id == wanted.hub_id)
        found = found.where(works)
    return found


def _in_state(found: Select[Person], state: str) -> Select[Person]:
    if state == "unconfirmed":
        return found.where(Person.email_confirmed_at.is_(None))
    if state == "blocked":
        return found.where(Person.blocked_at.is_not(None))
    if state == "inactive":  # browsers are forgotten ninety days after their last use
        return found.where(
            Person.email_confirmed_at.is_not(None), ~exists().where(Device.person_id == Person.id)
        )
    return found


def list_belonging(db: Session, people: Sequence[Person]) -> dict[int, Belonging]:
    """Current roles with their hub and accepted affiliations with their organisation, in two statements."""
    found = {person.id: Belonging() for person in people}
    roles = select(HubRole).where(HubRole.person_id.in_(found), HubRole.ended_at.is_(None))
    for role in db.scalars(roles.options(joinedload(HubRole.hub)).order_by(HubRole.id)):
        found[role.person_id].roles.append(role)
    bonds = select(Affiliation).where(
        Affiliation.person_id.in_(found), Affiliation.state == BondState.ACCEPTED
    )
    for bond in db.scalars(bonds.options(joinedload(Affiliation.organisation)).order_by(Affiliation.id)):
        found[bond.person_id].affiliations.append(bond)
    return found


def get_person(db: Session, person_id: int) -> Person:
    """Raises NotFound, also when she is erased."""
    return existing(db.scalar(select(Person).where(Person.id == person_id, Person.erased_at.is_(None))))


def list_all_roles(db: Session, person_id: int) -> list[HubRole]:
    """Past and present, current ones first."""
    statement = select(HubRole).where(HubRole.person_id == person_id).options(joinedload(HubRole.hub))
    return list(db.scalars(statement.order_by(HubRole.ended_at.is_not(None), HubRole.id)))


def list_all_affiliations(db: Session, person_id: int) -> list[Affiliation]:
    """Past and present, the newest first."""
    statement = select(Affiliation).where(Affiliation.person_id == person_id)
    return list(
        db.scalars(statement.options(joinedload(Affiliation.organisation)).order_by(Affiliation.id.desc()))
    )


def count_bookings(db: Session, person_id: int) -> dict[BookingStatus, int]:
    rows = db.execute(
        select(Booking.status, func.count()).where(Booking.person_id == person_id).group_by(Booking.status)
    )
    return {row[0]: row[1] for row in rows}

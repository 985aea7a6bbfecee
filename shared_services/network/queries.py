"""Reads about hubs, organisations and who belongs where."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from shared_services.accounts.models import Person
from shared_services.core.errors import NotFound
from shared_services.core.text import matches

from .models import (
    Affiliation,
    BondState,
    Departement,
    Hub,
    HubRole,
    Membership,
    Organisation,
    StaffRole,
)

LIVE = (BondState.REQUESTED, BondState.ACCEPTED)


def has_role(db: Session, person_id: int, hub_id: int, roles: set[StaffRole]) -> bool:
    return bool(
        db.scalar(
            select(
                exists().where(
                    HubRole.person_id == person_id,
                    HubRole.hub_id == hub_id,
                    HubRole.role.in_(roles),
                    HubRole.ended_at.is_(None),
                )
            )
        )
    )


def is_referent(db: Session, person_id: int, organisation_id: int) -> bool:
    return bool(
        db.scalar(
            select(
                exists().where(
                    Affiliation.person_id == person_id,
                    Affiliation.organisation_id == organisation_id,
                    Affiliation.state == BondState.ACCEPTED,
                    Affiliation.is_referent,
                )
            )
        )
    )


def list_managers(db: Session, hub_id: int) -> list[Person]:
    """The hub's managers of today."""
    return _list_staff(db, hub_id, StaffRole.MANAGER)


def list_trainers(db: Session, hub_id: int) -> list[Person]:
    """The hub's trainers of today."""
    return _list_staff(db, hub_id, StaffRole.TRAINER)


def _list_staff(db: Session, hub_id: int, role: StaffRole) -> list[Person]:
    return list(
        db.scalars(
            select(Person)
            .join(HubRole, HubRole.person_id == Person.id)
            .where(
                HubRole.hub_id == hub_id,
                HubRole.role == role,
                HubRole.ended_at.is_(None),
            )
            .order_by(Person.sort_key, Person.id)
        )
    )


def list_hubs_managed(db: Session, person_id: int) -> list[Hub]:
    """The hubs the person manages today."""
    return list(
        db.scalars(
            select(Hub)
            .join(HubRole, HubRole.hub_id == Hub.id)
            .where(
                HubRole.person_id == person_id,
                HubRole.role == StaffRole.MANAGER,
                HubRole.ended_at.is_(None),
            )
            .order_by(Hub.name)
        )
    )


def list_organisations_of(db: Session, person_id: int) -> list[Organisation]:
    """The organisations that accepted the person."""
    return list(
        db.scalars(
            select(Organisation)
            .join(Affiliation, Affiliation.organisation_id == Organisation.id)
            .where(
                Affiliation.person_id == person_id,
                Affiliation.state == BondState.ACCEPTED,
            )
            .order_by(Organisation.sort_key)
        )
    )


def list_member_organisations(db: Session, person_id: int, hub_id: int | None) -> list[Organisation]:
    """Those of the person's organisations that are members of the hub, or of any hub when None."""
    statement = (
        select(Organisation)
        .join(Affiliation, Affiliation.organisation_id == Organisation.id)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(
            Affiliation.person_id == person_id,
            Affiliation.state == BondState.ACCEPTED,
            Membership.state == BondState.ACCEPTED,
        )
        .order_by(Organisation.sort_key)
        .distinct()
    )
    if hub_id is not None:
        statement = statement.where(Membership.hub_id == hub_id)
    return list(db.scalars(statement))


def get_hub(db: Session, hub_id: int) -> Hub:
    """With its départements. Raises NotFound."""
    return _hub_where(db, Hub.id == hub_id)


def get_hub_by_slug(db: Session, slug: str) -> Hub:
    """With its départements. Raises NotFound."""
    return _hub_where(db, Hub.slug == slug)


def _hub_where(db: Session, condition: ColumnElement[bool]) -> Hub:
    hub = db.scalar(select(Hub).where(condition).options(selectinload(Hub.departements)))
    if hub is None:
        raise NotFound
    return hub


def list_hubs(db: Session) -> list[Hub]:
    """All hubs with their départements, by name."""
    return list(db.scalars(select(Hub).options(selectinload(Hub.departements)).order_by(Hub.name)))


def list_hubs_of_departement(db: Session, departement_code: str) -> list[Hub]:
    covers = Hub.departements.any(Departement.code == departement_code)
    return list(db.scalars(select(Hub).where(covers).order_by(Hub.name)))


def list_departements(db: Session) -> list[Departement]:
    return list(db.scalars(select(Departement).order_by(Departement.code)))


def list_current_roles(db: Session, hub_id: int) -> list[HubRole]:
    """Who works for the hub today, with the person, managers first."""
    return list(
        db.scalars(
            select(HubRole)
            .join(HubRole.person)
            .where(HubRole.hub_id == hub_id, HubRole.ended_at.is_(None))
            .options(contains_eager(HubRole.person))
            .order_by(HubRole.role, Person.sort_key, HubRole.id)
        )
    )


def get_role(db: Session, role_id: int, hub_id: int) -> HubRole:
    """A role of this hub, with the person. Raises NotFound."""
    role = db.scalar(
        select(HubRole)
        .where(HubRole.id == role_id, HubRole.hub_id == hub_id)
        .options(selectinload(HubRole.person))
        .execution_options(populate_existing=True)
    )
    if role is None:
        raise NotFound
    return role


def lock_hub(db: Session, hub_id: int) -> Hub:
    """What changes a hub's staff or members takes turns here. Raises NotFound."""
    hub = db.scalar(select(Hub).where(Hub.id == hub_id).with_for_update())
    if hub is None:
        raise NotFound
    return hub


def lock_organisation(db: Session, organisation_id: int) -> Organisation:
    """What changes who belongs to an organisation takes turns here. Raises NotFound."""
    found = db.scalar(select(Organisation).where(Organisation.id == organisation_id).with_for_update())
    if found is None:
        raise NotFound
    return found


def find_current_role(db: Session, hub_id: int, person_id: int, role: StaffRole) -> HubRole | None:
    return db.scalar(
        select(HubRole).where(
            HubRole.hub_id == hub_id,
            HubRole.person_id == person_id,
            HubRole.role == role,
            HubRole.ended_at.is_(None),
        )
    )


def find_live_affiliation(db: Session, person_id: int, organisation_id: int) -> Affiliation | None:
    return db.scalar(
        select(Affiliation).where(
            Affiliation.person_id == person_id,
            Affiliation.organisation_id == organisation_id,
            Affiliation.state.in_(LIVE),
        )
    )


def find_live_membership(db: Session, organisation_id: int, hub_id: int) -> Membership | None:
    return db.scalar(
        select(Membership).where(
            Membership.organisation_id == organisation_id,
            Membership.hub_id == hub_id,
            Membership.state.in_(LIVE),
        )
    )


def lock_affiliation(db: Session, affiliation_id: int) -> Affiliation:
    """With person and organisation, read again under its organisation's lock. Raises NotFound."""
    organisation_id = db.scalar(select(Affiliation.organisation_id).where(Affiliation.id == affiliation_id))
    if organisation_id is None:
        raise NotFound
    lock_organisation(db, organisation_id)
    return db.scalars(
        _affiliations().where(Affiliation.id == affiliation_id).execution_options(populate_existing=True)
    ).one()


def lock_membership(db: Session, membership_id: int) -> Membership:
    """With organisation and hub, read again under its hub's lock. Raises NotFound."""
    hub_id = db.scalar(select(Membership.hub_id).where(Membership.id == membership_id))
    if hub_id is None:
        raise NotFound
    lock_hub(db, hub_id)
    return db.scalars(
        _memberships().where(Membership.id == membership_id).execution_options(populate_existing=True)
    ).one()


def _affiliations() -> Select[Affiliation]:
    return select(Affiliation).options(
        selectinload(Affiliation.person), selectinload(Affiliation.organisation)
    )


def _memberships() -> Select[Membership]:
    return select(Membership).options(selectinload(Membership.organisation), selectinload(Membership.hub))


def list_affiliations_of(db: Session, person_id: int) -> list[Affiliation]:
    """Everything the person asked, the newest first."""
    mine = _affiliations().where(Affiliation.person_id == person_id)
    return list(db.scalars(mine.order_by(Affiliation.requested_at.desc(), Affiliation.id.desc())))


def list_colleagues(db: Session, organisation_ids: Sequence[int]) -> list[Affiliation]:
    """Who asks to join or belongs to those organisations, requests first."""
    return list(
        db.scalars(
            _affiliations()
            .join(Affiliation.person)
            .where(Affiliation.organisation_id.in_(organisation_ids), Affiliation.state.in_(LIVE))
            .order_by(Affiliation.state.desc(), Person.sort_key, Affiliation.id)
        )
    )


def list_organisations_referred(db: Session, person_id: int) -> list[Organisation]:
    """The organisations the person is a referent of."""
    return list(
        db.scalars(
            select(Organisation)
            .join(Affiliation, Affiliation.organisation_id == Organisation.id)
            .where(
                Affiliation.person_id == person_id,
                Affiliation.state == BondState.ACCEPTED,
                Affiliation.is_referent,
            )
            .order_by(Organisation.sort_key)
        )
    )


def list_referents(db: Session, organisation_id: int) -> list[Person]:
    return list(
        db.scalars(
            select(Person)
            .join(Affiliation, Affiliation.person_id == Person.id)
            .where(
                Affiliation.organisation_id == organisation_id,
                Affiliation.state == BondState.ACCEPTED,
                Affiliation.is_referent,
            )
            .order_by(Person.id)
        )
    )


def list_memberships_of(db: Session, organisation_ids: Sequence[int]) -> list[Membership]:
    """The live memberships of those organisations, with their hubs."""
    return list(
        db.scalars(
            _memberships()
            .where(Membership.organisation_id.in_(organisation_ids), Membership.state.in_(LIVE))
            .order_by(Membership.hub_id)
        )
    )


def list_memberships_in(db: Session, hub_id: int, *states: BondState) -> list[Membership]:
    """The organisations of a hub in those states, by name."""
    return list(
        db.scalars(
            _memberships()
            .join(Membership.organisation)
            .where(Membership.hub_id == hub_id, Membership.state.in_(states))
            .order_by(Organisation.sort_key, Membership.id)
        )
    )


def list_requests_for_hub(db: Session, hub_id: int) -> list[Affiliation]:
    """People who ask to join an organisation of this hub; the hub may answer as its referents may."""
    inside = select(Membership.organisation_id).where(Membership.hub_id == hub_id, Membership.state.in_(LIVE))
    return list(
        db.scalars(
            _affiliations()
            .where(Affiliation.state == BondState.REQUESTED, Affiliation.organisation_id.in_(inside))
            .order_by(Affiliation.requested_at, Affiliation.id)
        )
    )


def list_hub_ids_of_organisation(db: Session, organisation_id: int) -> list[int]:
    """The hubs it is a member of or asks to be."""
    rows = db.scalars(
        select(Membership.hub_id).where(
            Membership.organisation_id == organisation_id, Membership.state.in_(LIVE)
        )
    )
    return list(rows)


def search_organisations(query: str, *, slips: bool = False) -> Select[Organisation]:
    """Organisations by name or town, with their département."""
    return (
        select(Organisation)
        .where(matches(Organisation.search_text, query, slips=slips))
        .options(selectinload(Organisation.departement))
        .order_by(Organisation.sort_key, Organisation.id)
    )


def list_twins(db: Session, name: str, city: str) -> list[Organisation]:
    """Organisations that look like the same one: same words, one slip forgiven, same town."""
    statement = search_organisations(f"{name} {city}", slips=True)
    return list(db.scalars(statement.limit(5)))

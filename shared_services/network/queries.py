"""Reads about hubs, organisations and who belongs where."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from .models import (
    Affiliation,
    BondState,
    Hub,
    HubRole,
    Membership,
    Organisation,
    StaffRole,
)


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

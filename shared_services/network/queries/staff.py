"""Who works for a hub, and as what."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from shared_services.accounts.models import Person
from shared_services.core.errors import existing

from ..models import Hub, HubRole, StaffRole


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


def list_managers_by_hub(db: Session) -> dict[int, list[Person]]:
    """The managers of every hub that has some, by name, in one statement."""
    rows = db.execute(
        select(HubRole.hub_id, Person)
        .join(Person, HubRole.person_id == Person.id)
        .where(HubRole.role == StaffRole.MANAGER, HubRole.ended_at.is_(None))
        .order_by(Person.sort_key, Person.id)
    )
    found: dict[int, list[Person]] = {}
    for hub_id, person in rows:
        found.setdefault(hub_id, []).append(person)
    return found


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


def list_roles_of(db: Session, person_id: int) -> list[HubRole]:
    """What she works as today, in every hub."""
    statement = select(HubRole).where(HubRole.person_id == person_id, HubRole.ended_at.is_(None))
    return list(db.scalars(statement.order_by(HubRole.id)))


def get_role(db: Session, role_id: int, hub_id: int) -> HubRole:
    """A role of this hub, with the person. Raises NotFound."""
    return existing(
        db.scalar(
            select(HubRole)
            .where(HubRole.id == role_id, HubRole.hub_id == hub_id)
            .options(selectinload(HubRole.person))
            .execution_options(populate_existing=True)
        )
    )


def find_current_role(db: Session, hub_id: int, person_id: int, role: StaffRole) -> HubRole | None:
    return db.scalar(
        select(HubRole).where(
            HubRole.hub_id == hub_id,
            HubRole.person_id == person_id,
            HubRole.role == role,
            HubRole.ended_at.is_(None),
        )
    )

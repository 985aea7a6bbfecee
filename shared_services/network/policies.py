"""Who may act for a hub or an organisation. Roles are facts: rows that say since when."""

from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from . import queries
from .models import StaffRole


def can_admin(_db: Session, actor: Person, **_view_args: Any) -> bool:
    """National admins."""
    return actor.is_admin


def can_manage_hub(db: Session, actor: Person, *, hub_id: int, **_view_args: Any) -> bool:
    """The managers of this hub."""
    return is_hub_staff(db, actor, hub_id, {StaffRole.MANAGER})


def is_hub_staff(db: Session, actor: Person, hub_id: int, roles: set[StaffRole]) -> bool:
    """Whether the person has one of those roles in the hub today."""
    return queries.has_role(db, actor.id, hub_id, roles)


def is_referent_of(db: Session, actor: Person, organisation_id: int) -> bool:
    return queries.is_referent(db, actor.id, organisation_id)

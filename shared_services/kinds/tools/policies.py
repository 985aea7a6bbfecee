"""Who may see and change a tool, its units, its closures."""

from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.catalogue.models import OfferStatus
from shared_services.network.models import StaffRole
from shared_services.network.policies import is_hub_staff

from . import queries
from .models import ToolOffer
from .suspensions import queries as suspension_queries


def manages(db: Session, actor: Person | None, hub_id: int | None) -> bool:
    """Whether the person manages that hub today."""
    return actor is not None and hub_id is not None and is_hub_staff(db, actor, hub_id, {StaffRole.MANAGER})


def can_read_offer(db: Session, actor: Person | None, offer: ToolOffer) -> bool:
    """Anybody once it is published; before, the hub's managers and admins."""
    if offer.status == OfferStatus.PUBLISHED:
        return True
    return actor is not None and (actor.is_admin or manages(db, actor, offer.hub_id))


def can_manage_tool(db: Session, actor: Person, *, offer_id: int, **_view_args: Any) -> bool:
    """The managers of the hub that lends it."""
    return manages(db, actor, queries.get_offer(db, offer_id).hub_id)


def can_manage_unit(db: Session, actor: Person, *, unit_id: int, **_view_args: Any) -> bool:
    """The managers of the hub whose unit it is."""
    return manages(db, actor, queries.get_unit(db, unit_id).hub_id)


def can_manage_outage(db: Session, actor: Person, *, outage_id: int) -> bool:
    """The managers of the hub whose unit is away."""
    return can_manage_unit(db, actor, unit_id=queries.get_outage(db, outage_id).unit_id)


def can_manage_blackout(db: Session, actor: Person, *, blackout_id: int) -> bool:
    """The managers of the hub that closes."""
    return manages(db, actor, queries.get_blackout(db, blackout_id).hub_id)


def can_manage_suspension(db: Session, actor: Person, *, suspension_id: int) -> bool:
    """The managers of the hub that suspended."""
    return manages(db, actor, suspension_queries.get_suspension(db, suspension_id).hub_id)


def is_suspended_person(db: Session, actor: Person, *, suspension_id: int) -> bool:
    """Whom it is about."""
    return suspension_queries.get_suspension(db, suspension_id).person_id == actor.id

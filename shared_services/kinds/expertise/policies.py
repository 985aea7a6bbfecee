"""Who may see and change an offer of experts, an appointment."""

from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.policies import can_change_booking, can_see_booking
from shared_services.booking.queries import get_booking
from shared_services.catalogue.models import OfferStatus
from shared_services.network.models import StaffRole
from shared_services.network.policies import is_hub_staff

from . import queries
from .models import ExpertOffer


def manages(db: Session, actor: Person | None, hub_id: int | None) -> bool:
    """Whether the person manages that hub today."""
    return actor is not None and hub_id is not None and is_hub_staff(db, actor, hub_id, {StaffRole.MANAGER})


def can_read_offer(db: Session, actor: Person | None, offer: ExpertOffer) -> bool:
    """Anybody once it is published; before, the hub's managers, its experts and admins."""
    if offer.status == OfferStatus.PUBLISHED:
        return True
    if actor is None:
        return False
    experts = queries.list_experts_of(db, [offer.id])
    is_one = any(expert.person_id == actor.id for expert in experts)
    return actor.is_admin or is_one or manages(db, actor, offer.hub_id)


def can_manage_offer(db: Session, actor: Person, *, offer_id: int, **_view_args: Any) -> bool:
    """The managers of the hub whose offer it is."""
    return manages(db, actor, queries.get_offer(db, offer_id).hub_id)


def can_manage_expert(db: Session, actor: Person, *, expert_id: int) -> bool:
    """The managers of the hub where she is an expert."""
    return manages(db, actor, queries.get_expert(db, expert_id).hub_id)


def can_see_appointment(db: Session, actor: Person, *, reference: str) -> bool:
    """Whoever sees the booking, and the expert."""
    return can_see_booking(db, actor, reference=reference) or gives(db, actor, reference)


def can_note_appointment(db: Session, actor: Person, *, reference: str) -> bool:
    """The expert, and the managers of the hub."""
    expert = queries.get_expert_of(db, get_booking(db, reference).id)
    return expert.person_id == actor.id or manages(db, actor, expert.hub_id)


def can_move_appointment(db: Session, actor: Person, *, reference: str) -> bool:
    """Who may cancel the booking, as long as it is an appointment."""
    queries.get_expert_of(db, get_booking(db, reference).id)
    return can_change_booking(db, actor, reference=reference)


def gives(db: Session, actor: Person, reference: str) -> bool:
    """Whether it is an appointment with her. Raises NotFound for what is no appointment."""
    return queries.get_expert_of(db, get_booking(db, reference).id).person_id == actor.id


def is_expert(db: Session, actor: Person, **_view_args: Any) -> bool:
    """Whoever gives appointments in some hub, or did."""
    return queries.is_expert(db, actor.id)

"""Who may see and change a training, a session, its roster."""

from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.queries import get_booking
from shared_services.network.models import StaffRole
from shared_services.network.policies import is_hub_staff
from shared_services.network.queries import list_organisations_referred

from . import queries
from .models import TrainingSession


def manages(db: Session, actor: Person | None, hub_id: int | None) -> bool:
    """Whether the person manages that hub today."""
    return actor is not None and hub_id is not None and is_hub_staff(db, actor, hub_id, {StaffRole.MANAGER})


def can_read_session(db: Session, actor: Person | None, session: TrainingSession) -> bool:
    """Anybody while its offer is published; else its staff, admins, and who booked it."""
    if session.offer_id is not None and queries.is_published(db, session.offer_id):
        return True
    return actor is not None and (
        actor.is_admin or is_staff(db, actor, session) or queries.has_booking(db, actor.id, session.id)
    )


def can_manage_offer(db: Session, actor: Person, *, offer_id: int, **_view_args: Any) -> bool:
    """The managers of the hub that offers it."""
    return manages(db, actor, queries.get_offer(db, offer_id).hub_id)


def can_manage_session(db: Session, actor: Person, *, session_id: int, **_view_args: Any) -> bool:
    """The managers of the hub that holds it."""
    return manages(db, actor, queries.get_session(db, session_id).hub_id)


def can_see_roster(db: Session, actor: Person, *, session_id: int, **_view_args: Any) -> bool:
    """The hub's managers and the trainers of this session."""
    return is_staff(db, actor, queries.get_session(db, session_id))


def can_book_for_colleagues(db: Session, actor: Person, **_view_args: Any) -> bool:
    """Referents; for which of their organisations is the page's to say."""
    return bool(list_organisations_referred(db, actor.id))


def can_read_answers(db: Session, actor: Person, *, reference: str, **_view_args: Any) -> bool:
    """The hub's managers and the trainers of the session that was booked."""
    booking = get_booking(db, reference)
    return manages(db, actor, booking.bookable.hub_id) or queries.is_trainer_of(
        db, actor.id, booking.bookable_id
    )


def is_staff(db: Session, actor: Person, session: TrainingSession) -> bool:
    """The managers of its hub and its trainers."""
    return manages(db, actor, session.hub_id) or queries.is_trainer_of(db, actor.id, session.id)

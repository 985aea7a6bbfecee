"""Who may see what was answered, and change what is asked."""

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.kinds import list_kinds
from shared_services.booking.queries import get_bookable
from shared_services.network.models import StaffRole
from shared_services.network.policies import is_hub_staff

from . import queries
from .complaint_queries import get_action, get_complaint, get_complaint_by_reference


def can_see_results_of(db: Session, actor: Person, *, bookable_id: int) -> bool:
    """The managers of its hub, and who led it."""
    bookable = get_bookable(db, bookable_id)
    if bookable.hub_id is not None and _manages(db, actor, bookable.hub_id):
        return True
    evaluated = next((kind.evaluated for kind in list_kinds() if kind.name == bookable.kind), None)
    return evaluated is not None and bookable_id in evaluated.led_by(db, actor.id)


def can_change_question(db: Session, actor: Person, *, question_id: int) -> bool:
    """The managers of the hub that asks it."""
    return _manages(db, actor, queries.get_survey(db, queries.get_question(db, question_id).survey_id).hub_id)


def can_remove_contact(db: Session, actor: Person, *, contact_id: int) -> bool:
    """The managers of the hub that asks her."""
    return _manages(db, actor, queries.get_contact(db, contact_id).hub_id)


def can_see_complaint(db: Session, actor: Person, *, reference: str) -> bool:
    """Who filed it; managers have their own page for it."""
    return get_complaint_by_reference(db, reference).person_id == actor.id


def can_answer_complaint(db: Session, actor: Person, *, complaint_id: int) -> bool:
    """The managers of the hub that it is about."""
    return _manages(db, actor, get_complaint(db, complaint_id).hub_id)


def can_change_action(db: Session, actor: Person, *, action_id: int) -> bool:
    """The managers of the hub that undertakes it."""
    return _manages(db, actor, get_action(db, action_id).hub_id)


def _manages(db: Session, actor: Person, hub_id: int) -> bool:
    return is_hub_staff(db, actor, hub_id, {StaffRole.MANAGER})

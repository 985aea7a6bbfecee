"""Who may read a complaint, answer it, and change an action."""

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.network.policies import can_manage_hub

from .queries import get_action, get_complaint, get_complaint_by_reference


def can_see_complaint(db: Session, actor: Person, *, reference: str) -> bool:
    """Who filed it; managers have their own page for it."""
    return get_complaint_by_reference(db, reference).person_id == actor.id


def can_answer_complaint(db: Session, actor: Person, *, complaint_id: int) -> bool:
    """The managers of the hub that it is about."""
    return can_manage_hub(db, actor, hub_id=get_complaint(db, complaint_id).hub_id)


def can_change_action(db: Session, actor: Person, *, action_id: int) -> bool:
    """The managers of the hub that undertakes it."""
    return can_manage_hub(db, actor, hub_id=get_action(db, action_id).hub_id)

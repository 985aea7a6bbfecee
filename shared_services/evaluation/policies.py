"""Who may see what was answered, and change what is asked."""

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.kinds import list_kinds
from shared_services.booking.queries import get_bookable
from shared_services.network.policies import can_manage_hub

from . import queries


def can_see_results_of(db: Session, actor: Person, *, bookable_id: int) -> bool:
    """The managers of its hub, and who led it."""
    bookable = get_bookable(db, bookable_id)
    if bookable.hub_id is not None and can_manage_hub(db, actor, hub_id=bookable.hub_id):
        return True
    evaluated = next((kind.evaluated for kind in list_kinds() if kind.name == bookable.kind), None)
    return evaluated is not None and bookable_id in evaluated.led_by(db, actor.id)


def can_change_question(db: Session, actor: Person, *, question_id: int) -> bool:
    """The managers of the hub that asks it."""
    survey = queries.get_survey(db, queries.get_question(db, question_id).survey_id)
    return can_manage_hub(db, actor, hub_id=survey.hub_id)


def can_remove_contact(db: Session, actor: Person, *, contact_id: int) -> bool:
    """The managers of the hub that asks her."""
    return can_manage_hub(db, actor, hub_id=queries.get_contact(db, contact_id).hub_id)

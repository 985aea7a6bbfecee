"""Two accounts of one person: what both of them have once."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from .. import queries
from ..availability.queries import list_calendars
from ..errors import BothGiveThis


def join_experts(db: Session, kept: Person, twin: Person, _by: Person, _now: datetime) -> None:
    """Calendars of the same name keep the reference of the account they come from.

    Raises BothGiveThis when both are experts of one offer: nobody knows whose appointments stay.
    """
    given = {expert.expert_offer_id for expert in queries.list_experts_of_person(db, kept.id)}
    for expert in queries.list_experts_of_person(db, twin.id):
        if expert.expert_offer_id in given:
            raise BothGiveThis(title=expert.expert_offer.title)
    names = {calendar.name for calendar in list_calendars(db, kept.id)}
    for calendar in list_calendars(db, twin.id):
        if calendar.name in names:
            calendar.name = f"{calendar.name[:60]} ({twin.reference})"

"""Bringing a thin session into its twin."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking import operations as booking
from shared_services.core.errors import Forbidden
from shared_services.network.models import StaffRole
from shared_services.network.queries import has_role

from .. import messages, queries
from ..errors import NotATwin
from ..twins import are_twins


def merge_sessions(
    db: Session, session_id: int, into_id: int, *, by: Person, reason: str, now: datetime
) -> booking.Merge:
    """Everybody goes to the twin session; this one is cancelled and its trainers told.

    Raises Forbidden unless she manages both hubs, NotATwin, and what booking.merge_bookables raises.
    """
    origin, target = queries.get_session(db, session_id), queries.get_session(db, into_id)
    hub_ids = {origin.hub_id or 0, target.hub_id or 0}
    if not all(has_role(db, by.id, hub_id, {StaffRole.MANAGER}) for hub_id in hub_ids):
        raise Forbidden
    if not are_twins(origin, target):
        raise NotATwin
    trainers = list(origin.trainers)
    merge = booking.merge_bookables(db, session_id, into_id, by=by, reason=reason, now=now)
    messages.post_to_trainers(db, "cancelled", origin, trainers, now=now)
    return merge

"""Somebody comes in somebody else's place."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.queries import get_person
from shared_services.booking import operations as booking
from shared_services.booking import queries as booking_queries
from shared_services.booking.errors import NotAColleague
from shared_services.booking.models import Booking
from shared_services.booking.reasons import ON_THE_SHEET, in_french
from shared_services.core.errors import NotFound
from shared_services.kinds.trainings.operations import usual_organisation
from shared_services.kinds.trainings.policies import manages
from shared_services.kinds.trainings.queries import get_session
from shared_services.network.queries import is_affiliated

from ..errors import HalfDayNotOpen, SheetClosed
from ..times import OPENS_BEFORE, is_open
from .writing import lock_sheet


def replace_participant(
    db: Session,
    session_id: int,
    booking_id: int,
    person_id: int,
    *,
    by: Person,
    reason: str = "",
    now: datetime,
) -> Booking:
    """The place, and the line of the sheet, go to somebody else; both are told.

    Until the sheet opens a manager gives it to anybody; from then on only somebody of the same
    organisation comes instead. Raises NotFound, HalfDayNotOpen, SheetClosed, NotAColleague, and what
    booking.swap_person raises, such as WasThere.
    """
    sheet = lock_sheet(db, session_id)
    session = get_session(db, session_id)
    replaced = booking_queries.reread_booking(db, booking_id)
    if replaced.bookable_id != session_id:
        raise NotFound
    if sheet.closed_at is not None:
        raise SheetClosed
    person = get_person(db, person_id)
    if not is_open(session.half_days[0], now):
        if not manages(db, by, session.hub_id):
            raise HalfDayNotOpen(minutes=int(OPENS_BEFORE.total_seconds()) // 60)
        organisation_id = usual_organisation(db, session, person)
    else:
        organisation_id = replaced.organisation_id
        if organisation_id is None or not is_affiliated(db, person_id, organisation_id):
            raise NotAColleague
    return booking.swap_person(
        db,
        replaced.id,
        person,
        organisation_id=organisation_id,
        by=by,
        reason=reason or in_french(ON_THE_SHEET),
        now=now,
    )

"""A colleague came in somebody's place."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.queries import get_person
from shared_services.booking import operations as booking
from shared_services.booking.errors import NotAColleague
from shared_services.booking.models import Booking
from shared_services.booking.reasons import ON_THE_SHEET, in_french
from shared_services.network.queries import is_affiliated

from .. import queries
from ..errors import HalfDayNotOpen, SheetClosed, WasThere
from ..models import What
from ..times import OPENS_BEFORE, is_open
from .writing import lock_sheet


def replace_on_sheet(
    db: Session, session_id: int, booking_id: int, colleague_id: int, *, by: Person, now: datetime
) -> Booking:
    """The place, and the line of the sheet, go to somebody of the same organisation; both are told.

    Whoever was there keeps her line: what is written of her would be said of somebody else. Raises
    HalfDayNotOpen, SheetClosed, WasThere, NotAColleague, NotFound, and what booking.swap_person raises.
    """
    sheet = lock_sheet(db, session_id)
    session, replaced = queries.get_participation(db, session_id, booking_id)
    if not is_open(session.half_days[0], now):
        raise HalfDayNotOpen(minutes=int(OPENS_BEFORE.total_seconds()) // 60)
    if sheet.closed_at is not None:
        raise SheetClosed
    said = queries.list_entries(db, session_id)
    if any(one.booking_id == replaced.id and one.what == What.PRESENT for one in said):
        raise WasThere(name=replaced.person.name)
    organisation_id = replaced.organisation_id
    if organisation_id is None or not is_affiliated(db, colleague_id, organisation_id):
        raise NotAColleague
    return booking.swap_person(
        db,
        replaced.id,
        get_person(db, colleague_id),
        organisation_id=organisation_id,
        by=by,
        reason=in_french(ON_THE_SHEET),
        now=now,
    )

"""The trainer countersigns: the sheet is closed, and what became of each booking follows from it."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.kinds.trainings.queries import get_session

from .. import chain, queries
from ..errors import SheetClosed, SheetIncomplete, TooEarlyToClose
from ..models import AttendanceEntry, AttendanceSheet, Way, What
from .writing import latest, let_status_follow, lock_sheet


def close_sheet(db: Session, session_id: int, *, by: Person, now: datetime) -> AttendanceSheet:
    """Seal the sheet with a last entry for everybody; from then on only corrections with a reason.

    Raises TooEarlyToClose before the last half day starts, SheetClosed, SheetIncomplete.
    """
    sheet = lock_sheet(db, session_id)
    session = get_session(db, session_id)
    if now < session.half_days[-1].starts_at:
        raise TooEarlyToClose
    if sheet.closed_at is not None:
        raise SheetClosed
    people = queries.list_participants(db, session_id)
    cells = latest(queries.list_entries(db, session_id))
    wanted = [(one.id, half_day.starts_at) for one in people for half_day in session.half_days]
    missing = sum(cell not in cells for cell in wanted)
    if missing:
        raise SheetIncomplete(missing=missing)
    countersignature = AttendanceEntry(
        booking_id=None,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        what=What.CLOSED,
        arrived_late_minutes=0,
        left_early_minutes=0,
        way=Way.ACCOUNT,
        by_id=by.id,
        at=now,
        reason="",
        request_key="",
    )
    chain.append(db, sheet, countersignature)
    sheet.closed_at, sheet.closed_by_id = now, by.id
    let_status_follow(db, cells, [one.id for one in people], by=by, now=now)
    audit.record(db, sheet, "sheet_closed", by=by, now=now)
    return sheet

"""What every verb does: lock, write an entry, let the bookings follow."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking import operations as booking
from shared_services.booking import queries as booking_queries

from .. import queries
from ..models import AttendanceEntry, AttendanceSheet, What

Cells = dict[tuple[int, datetime], AttendanceEntry]


def lock_sheet(db: Session, session_id: int) -> AttendanceSheet:
    """The session's lock is the sheet's: two writers never continue the same chain.

    Numbers are unique in a sheet: whoever forgets this lock is refused by the database.
    """
    booking_queries.lock_bookables(db, [session_id])
    return queries.get_or_make_sheet(db, session_id)


def latest(entries: Iterable[AttendanceEntry]) -> Cells:
    """The entry that counts in each cell; `entries` in order."""
    return {(one.booking_id, one.starts_at): one for one in entries if one.booking_id is not None}


def let_status_follow(
    db: Session, cells: Cells, booking_ids: Iterable[int], *, by: Person, now: datetime
) -> None:
    """Whoever was there in any half day attended; the others did not come."""
    came = {booking_id for (booking_id, _start), entry in cells.items() if entry.what == What.PRESENT}
    for booking_id in booking_ids:
        booking.record_attendance(db, booking_id, attended=booking_id in came, by=by, now=now)

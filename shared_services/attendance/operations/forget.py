"""What people signed, past its term."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shared_services.booking.models import Booking

from ..models import AttendanceScan, AttendanceSheet, AttendanceSignature


def delete_files(db: Session, session_ids: Sequence[int], *, on: date) -> int:
    """Empty the pages of paper and the drawn signatures of these sessions; how many.

    What was noted stays, and whose hash each file had.
    """
    sheet_ids = select(AttendanceSheet.id).where(AttendanceSheet.session_id.in_(session_ids))
    booking_ids = select(Booking.id).where(Booking.bookable_id.in_(session_ids))
    scans = update(AttendanceScan).where(AttendanceScan.sheet_id.in_(sheet_ids))
    drawn = update(AttendanceSignature).where(AttendanceSignature.booking_id.in_(booking_ids))
    emptied = {"content": b"", "deleted_on": on}
    pages = scans.where(AttendanceScan.deleted_on.is_(None)).values(emptied)
    signatures = drawn.where(AttendanceSignature.deleted_on.is_(None)).values(emptied)
    return len(db.scalars(pages.returning(AttendanceScan.id)).all()) + len(
        db.scalars(signatures.returning(AttendanceSignature.entry_id)).all()
    )

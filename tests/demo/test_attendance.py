from sqlalchemy import select

from shared_services.attendance.chain import find_broken
from shared_services.attendance.models import AttendanceEntry, AttendanceSheet, What
from shared_services.attendance.queries import list_open_sheets, minutes_attended
from shared_services.booking.models import Booking, BookingStatus
from shared_services.kinds.trainings.models import TrainingSession
from tests.support.makers import LONG_AGO, MONDAY


def test_every_past_session_has_a_closed_sheet_whose_chain_is_whole(db, loaded):
    loaded()

    assert list(find_broken(db)) == []
    assert list_open_sheets(db, ended_after=LONG_AGO, now=MONDAY) == []
    sheets = db.scalars(select(AttendanceSheet)).all()
    assert sheets
    assert all(sheet.closed_at for sheet in sheets)


def test_what_the_sheets_say_is_what_the_bookings_say(db, loaded):
    loaded()

    noted = (
        select(Booking)
        .join(TrainingSession, TrainingSession.id == Booking.bookable_id)
        .where(Booking.status.in_([BookingStatus.ATTENDED, BookingStatus.NO_SHOW]))
    )
    bookings = db.scalars(noted).all()
    minutes = minutes_attended(db, [one.id for one in bookings])

    assert all((minutes[one.id] > 0) == (one.status == BookingStatus.ATTENDED) for one in bookings)
    assert any(entry.arrived_late_minutes for entry in db.scalars(select(AttendanceEntry)))
    assert db.scalar(select(AttendanceEntry).where(AttendanceEntry.what == What.ABSENT).limit(1))

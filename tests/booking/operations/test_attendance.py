import pytest

from shared_services.booking.errors import IllegalMove, NotStartedYet
from shared_services.booking.ledger import recount
from shared_services.booking.models import BookingStatus
from shared_services.booking.operations import record_attendance
from tests.support.bookings import book, do
from tests.support.makers import make_person, make_session


class TestRecordAttendance:
    def test_present_then_corrected_to_absent(self, db):
        session = make_session()
        booking = book(session)

        do(
            record_attendance,
            booking,
            attended=True,
            by=make_person(),
            now=session.starts_at,
        )
        do(
            record_attendance,
            booking,
            attended=False,
            by=make_person(),
            now=session.ends_at,
        )

        assert booking.status == BookingStatus.NO_SHOW
        assert recount(db) == []

    def test_not_before_the_start(self, db):
        with pytest.raises(NotStartedYet):
            do(record_attendance, book(make_session()), attended=True, by=make_person())

    def test_not_for_somebody_who_waits(self, db):
        session = make_session(capacity=1)
        book(session)
        waiting = book(session)

        with pytest.raises(IllegalMove):
            do(
                record_attendance,
                waiting,
                attended=True,
                by=make_person(),
                now=session.starts_at,
            )

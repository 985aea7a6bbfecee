import pytest

from shared_services.booking.errors import IllegalMove
from shared_services.booking.ledger import recount
from shared_services.booking.models import BookingStatus
from shared_services.booking.operations import approve, refuse
from tests.support.bookings import book, do
from tests.support.makers import kinds_posted, make_person, make_session


class TestApprove:
    def test_the_held_seat_is_confirmed(self, db):
        booking = book(make_session(needs_approval=True))

        do(approve, booking, by=make_person())

        assert booking.status == BookingStatus.CONFIRMED
        assert kinds_posted(db)[-1] == "booking_confirmed"

    def test_approving_twice_is_refused(self, db):
        booking = book(make_session(needs_approval=True))
        do(approve, booking, by=make_person())

        with pytest.raises(IllegalMove):
            do(approve, booking, by=make_person())


class TestRefuse:
    def test_the_reason_is_kept_and_the_seat_goes_to_the_next(self, db):
        session = make_session(needs_approval=True, capacity=1)
        asked, waiting = book(session), book(session)

        do(refuse, asked, by=make_person(), reason="Réservé aux médiathèques")

        assert (asked.status, asked.reason) == (
            BookingStatus.REFUSED,
            "Réservé aux médiathèques",
        )
        assert waiting.status == BookingStatus.OFFERED
        assert recount(db) == []

    def test_a_confirmed_place_cannot_be_refused(self, db):
        booking = book(make_session())

        with pytest.raises(IllegalMove):
            do(refuse, booking, by=make_person(), reason="Trop tard")

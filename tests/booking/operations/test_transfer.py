import pytest

from shared_services.booking.errors import AlreadyBooked, Full, OtherOffer
from shared_services.booking.ledger import recount
from shared_services.booking.models import BookingStatus
from shared_services.booking.operations import move_booking, swap_person
from tests.support.bookings import book, do
from tests.support.makers import kinds_posted, make_offer, make_person, make_session


class TestMoveBooking:
    def test_the_new_date_is_taken_and_the_old_seat_passed_on(self, db):
        offer = make_offer()
        origin, target = (
            make_session(offer, capacity=1),
            make_session(offer, capacity=1),
        )
        booking, waiting = book(origin), book(origin)

        do(move_booking, booking, target.id, by=make_person(), reason="À sa demande")

        assert (booking.bookable_id, booking.status) == (
            target.id,
            BookingStatus.CONFIRMED,
        )
        assert waiting.status == BookingStatus.OFFERED
        assert recount(db) == []

    def test_to_a_full_date_it_stays_where_it_was(self, db):
        offer = make_offer()
        origin, target = make_session(offer), make_session(offer, capacity=1)
        booking = book(origin)
        book(target)

        with pytest.raises(Full):
            do(
                move_booking,
                booking,
                target.id,
                by=make_person(),
                reason="À sa demande",
            )

        db.expire_all()
        assert booking.bookable_id == origin.id
        assert recount(db) == []

    def test_another_training_is_refused(self, db):
        booking = book(make_session())

        with pytest.raises(OtherOffer):
            do(
                move_booking,
                booking,
                make_session().id,
                by=make_person(),
                reason="Erreur",
            )

    def test_somebody_already_there_is_refused(self, db):
        offer, person = make_offer(), make_person()
        origin, target = make_session(offer), make_session(offer)
        booking = book(origin, person)
        book(target, person, staff_adds=True)

        with pytest.raises(AlreadyBooked):
            do(move_booking, booking, target.id, by=make_person(), reason="Doublon")


class TestSwapPerson:
    def test_the_seat_is_kept_and_both_are_told(self, db):
        session = make_session(capacity=1)
        booking = book(session)
        bob = make_person("Bob")

        do(
            swap_person,
            booking,
            bob,
            organisation_id=None,
            by=make_person(),
            reason="Malade",
        )

        assert (booking.person_id, booking.status) == (bob.id, BookingStatus.CONFIRMED)
        assert kinds_posted(db)[1:] == ["booking_replaced", "booking_confirmed"]
        assert recount(db) == []

    def test_somebody_already_in_is_refused(self, db):
        session, bob = make_session(), make_person("Bob")
        book(session, bob)
        booking = book(session)

        with pytest.raises(AlreadyBooked):
            do(
                swap_person,
                booking,
                bob,
                organisation_id=None,
                by=make_person(),
                reason="Malade",
            )

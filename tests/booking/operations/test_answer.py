from datetime import timedelta

import pytest

from shared_services.booking.errors import PlaceNoLongerOffered
from shared_services.booking.ledger import recount
from shared_services.booking.models import Bookable, BookingStatus
from shared_services.booking.operations import accept, approve, decline
from tests.support.bookings import book, cancel, do
from tests.support.makers import MONDAY, kinds_posted, make_person, make_session


@pytest.fixture
def offered(db):
    session = make_session(capacity=1)
    first, second = book(session), book(session)
    cancel(first)
    return second


class TestAccept:
    def test_the_place_becomes_hers(self, db, offered):
        do(accept, offered, by=make_person())

        assert offered.status == BookingStatus.CONFIRMED
        assert offered.expires_at is None
        assert kinds_posted(db)[-1] == "booking_confirmed"
        assert recount(db) == []

    def test_accepting_twice_changes_nothing(self, db, offered):
        do(accept, offered, by=make_person())
        do(accept, offered, by=make_person())

        assert kinds_posted(db).count("booking_confirmed") == 2  # the first person's and hers

    def test_past_the_deadline_it_is_refused_even_before_the_scheduler_ran(self, db, offered):
        with pytest.raises(PlaceNoLongerOffered):
            do(accept, offered, by=make_person(), now=MONDAY + timedelta(hours=48))

    def test_where_the_hub_must_agree_the_place_is_held_until_it_does(self, db):
        session = make_session(capacity=1, needs_approval=True)
        first, second = book(session), book(session)
        cancel(first)

        do(accept, second, by=make_person())
        assert second.status == BookingStatus.PENDING

        do(approve, second, by=make_person())
        assert second.status == BookingStatus.CONFIRMED


class TestDecline:
    def test_the_place_goes_to_the_next(self, db, offered):
        third = book(db.get_one(Bookable, offered.bookable_id))

        do(decline, offered, by=make_person())

        assert offered.status == BookingStatus.CANCELLED
        assert third.status == BookingStatus.OFFERED

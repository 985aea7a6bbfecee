from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.booking import ledger
from shared_services.booking.errors import TwinsBusy
from shared_services.booking.models import Booking, BookingStatus, Hold
from shared_services.booking.operations import hold_staff_time
from shared_services.core.database import transaction
from tests.support import makers
from tests.support.bookings import book
from tests.support.makers import MONDAY
from tests.support.twins import bookings_of, make_twins, merge


@pytest.fixture
def twins(db):
    return make_twins()


class TestTwiceTheSame:
    @pytest.mark.parametrize("better", [0, 1])
    def test_of_two_places_one_stays_and_the_other_goes_to_who_waits(self, db, twins, better):
        session = makers.make_session(capacity=1)
        book(session, twins[better])
        book(session, twins[1 - better])
        waiting = book(session)

        merge(*twins)

        live = [status for _id, status in bookings_of(db, twins[0]) if status != BookingStatus.CANCELLED]
        assert live == [BookingStatus.CONFIRMED]
        assert db.get_one(Booking, waiting.id).status == BookingStatus.WAITLISTED
        assert ledger.recount(db) == []

    def test_the_place_in_excess_is_offered_to_the_next_in_line(self, db, twins):
        session = makers.make_session(capacity=2)
        for person in twins:
            book(session, person)
        waiting = book(session)

        merge(*twins)

        assert db.get_one(Booking, waiting.id).status == BookingStatus.OFFERED
        assert ledger.recount(db) == []


class TestWorkingTime:
    def teach(self, session, *people):
        with transaction() as db:
            periods = [(session.starts_at, session.ends_at)]
            hold_staff_time(db, session, [person.id for person in people], periods, now=MONDAY)

    def test_what_both_are_to_teach_is_in_one_working_time(self, db, twins):
        first, later = (
            makers.make_session(),
            makers.make_session(starts_on=makers.MONDAY.date() + timedelta(40)),
        )
        self.teach(first, twins[0])
        self.teach(later, twins[1])

        merge(*twins)

        assert len(set(db.scalars(select(Hold.bookable_id)))) == 1
        assert ledger.recount(db) == []

    def test_both_named_for_one_session_teach_it_once(self, db, twins):
        self.teach(makers.make_session(), *twins)

        merge(*twins)

        assert len(db.scalars(select(Hold)).all()) == 1
        assert ledger.recount(db) == []

    def test_two_places_at_once_are_refused_by_name_and_nothing_changes(self, db, twins):
        mine, other = (
            makers.make_session(),
            makers.make_session(makers.make_offer(title="Protéger ses données")),
        )
        self.teach(mine, twins[0])
        self.teach(other, twins[1])

        with pytest.raises(TwinsBusy, match="Protéger ses données"):
            merge(*twins)

        assert db.get_one(Person, twins[1].id).merged_into_id is None
        assert ledger.recount(db) == []

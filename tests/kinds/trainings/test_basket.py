from datetime import timedelta

from shared_services.booking.basketing import Sought
from shared_services.booking.models import Verdict
from shared_services.catalogue.models import OfferStatus
from shared_services.kinds.trainings.basket import find_free
from tests.support.bookings import book
from tests.support.makers import MONDAY, make_offer, make_session
from tests.support.tools import FETCHED


def find(db, **given):
    values = {"first": FETCHED, "last": FETCHED, "sorts": frozenset({"trainings"})} | given
    return find_free(db, Sought(**values), now=MONDAY)


def test_how_many_seats_are_left(db):
    session = make_session(capacity=3)
    book(session)

    (found,) = find(db)

    assert (found.left, found.values) == (2, {"session_id": session.id})


def test_nothing_that_cannot_be_booked(db):
    make_session(closes_at=MONDAY)
    make_session(opens_at=MONDAY + timedelta(days=1))
    make_session(make_offer(status=OfferStatus.DRAFT))
    make_session(minimum=5, decides_at=MONDAY, verdict=Verdict.ASKED)

    assert find(db) == []


def test_one_person_takes_one_seat(db):
    make_session()

    assert find(db, units=2) == []

from dataclasses import replace

import pytest

from shared_services.booking import facts
from shared_services.booking.errors import Full, OtherOffer
from shared_services.booking.ledger import recount
from shared_services.booking.models import BookingStatus, Hold
from shared_services.booking.operations import change_period, move_booking
from shared_services.booking.periods import Wanted
from shared_services.core.database import transaction
from tests.support.bookings import cancel
from tests.support.makers import MONDAY, make_person, saved
from tests.support.toys import BROUGHT_BACK, FETCHED, TOYS, Toy, borrow, loan, make_toy


@pytest.fixture
def keeper(db, monkeypatch):
    """A toy that every loan of another toy takes along."""
    keeper = make_toy(capacity=1)
    keeper_id = keeper.id

    def takes_along(_db, bookable, slots):
        return [] if bookable.id == keeper_id else [Wanted(keeper_id, slots)]

    monkeypatch.setitem(facts._told_by, "toy", replace(TOYS.telling, takes_along=takes_along))
    return keeper


def sibling(toy):
    return saved(
        Toy(
            hub_id=toy.hub_id,
            offer_id=toy.offer_id,
            capacity=1,
            audience=toy.audience,
            time_zone=toy.time_zone,
            created_at=toy.created_at,
        )
    )


def held(db):
    db.expire_all()
    return [(hold.bookable_id, hold.booking_id, hold.slots) for hold in db.query(Hold)]


def test_what_goes_along_is_taken_and_given_back_with_the_booking(db, keeper):
    booking = borrow(make_toy(), make_person())
    assert held(db) == [(keeper.id, booking.id, booking.slots)]
    assert recount(db) == []

    cancel(booking)

    assert held(db) == []
    assert recount(db) == []


def test_without_it_nothing_is_taken(db, keeper):
    borrow(make_toy(), make_person())

    with pytest.raises(Full):
        borrow(make_toy(), make_person(), join_waiting_list=False)

    assert len(held(db)) == 1
    assert recount(db) == []


def test_a_transfer_passes_it_on(db, keeper):
    toy = make_toy(capacity=1)
    other, booking = sibling(toy), borrow(toy, make_person())

    with transaction() as writing:
        move_booking(writing, booking.id, other.id, by=make_person(), reason="", now=MONDAY)

    assert booking.bookable_id == other.id
    assert held(db) == [(keeper.id, booking.id, booking.slots)]
    assert recount(db) == []


def test_another_period_takes_what_goes_along_of_that_period(db, keeper):
    booking = borrow(make_toy(), make_person())
    later = loan(FETCHED.replace(day=3), BROUGHT_BACK.replace(day=5))  # meets the first one

    with transaction() as writing:
        change_period(writing, booking.id, booking.bookable_id, later, by=make_person(), now=MONDAY)

    assert booking.status == BookingStatus.CONFIRMED
    assert held(db) == [(keeper.id, booking.id, later.slots)]
    assert recount(db) == []


def test_a_period_of_another_offer_is_refused(db, keeper):
    booking = borrow(make_toy(), make_person())

    with pytest.raises(OtherOffer), transaction() as writing:
        change_period(writing, booking.id, make_toy().id, loan(), by=make_person(), now=MONDAY)

from datetime import date, timedelta

import pytest

from shared_services.booking.errors import BookingClosed, MergeDoesNotFit, OtherOffer
from shared_services.booking.ledger import recount
from shared_services.booking.models import BookableStatus, Booking, BookingGroup, BookingStatus, CancelledBy
from shared_services.booking.operations import cancel_bookable, merge_bookables, move_booking
from shared_services.booking.waiting import list_waiting
from tests.booking.operations.test_reserve_group import group
from tests.support.bookings import book, cancel, do
from tests.support.makers import MONDAY, kinds_posted, make_offer, make_person, make_session

LATER = date(2027, 2, 9)


@pytest.fixture
def offer(db):
    return make_offer(dates_each=0)


def merge(origin, target, *, now=MONDAY):
    return do(merge_bookables, origin, target.id, by=make_person(), reason="Trop peu d'inscrits", now=now)


def test_everybody_with_a_place_has_one_at_the_other_date_and_is_told(db, offer):
    origin, target = make_session(offer), make_session(offer, starts_on=LATER)
    moved = [book(origin), book(origin)]
    book(target)

    merge(origin, target)

    assert {(b.bookable_id, b.status) for b in moved} == {(target.id, BookingStatus.CONFIRMED)}
    assert kinds_posted(db)[3:] == ["booking_merged"] * 2
    assert (origin.status, origin.cancel_reason) == (BookableStatus.CANCELLED, "Trop peu d'inscrits")
    assert recount(db) == []


def test_one_place_too_few_and_nobody_moves(db, offer):
    origin, target = make_session(offer), make_session(offer, capacity=2)
    stays = [book(origin), book(origin)]
    book(target)

    with pytest.raises(MergeDoesNotFit, match="1 de libres, 2 à déplacer"):
        merge(origin, target)

    db.expire_all()
    assert {b.bookable_id for b in stays} == {origin.id}
    assert origin.status == BookableStatus.SCHEDULED
    assert recount(db) == []


def test_who_waits_keeps_the_date_of_her_request(db, offer):
    origin, target = make_session(offer, capacity=1), make_session(offer, capacity=2)
    placed = book(origin, now=MONDAY)
    early = book(origin, now=MONDAY + timedelta(hours=1))
    book(target)
    now = MONDAY + timedelta(hours=3)

    merge(origin, target, now=now)
    late = book(target, now=now + timedelta(hours=1))

    assert placed.status == BookingStatus.CONFIRMED
    assert [b.id for b in list_waiting(db, target)] == [early.id, late.id]


def test_a_request_to_the_hub_still_waits_for_its_answer(db, offer):
    origin, target = make_session(offer, needs_approval=True), make_session(offer)
    asked = book(origin)

    merge(origin, target)

    assert asked.status == BookingStatus.PENDING
    assert asked.expires_at is not None
    assert recount(db) == []


def test_in_both_dates_she_keeps_one_place(db, offer):
    person = make_person()
    origin, target = make_session(offer), make_session(offer)
    here, there = book(origin, person), book(target, person)

    merge(origin, target)

    assert (here.status, here.cancelled_by) == (BookingStatus.CANCELLED, CancelledBy.HUB)
    assert there.status == BookingStatus.CONFIRMED
    assert recount(db) == []


def test_a_place_here_is_better_than_a_rank_there(db, offer):
    person = make_person()
    origin, target = make_session(offer), make_session(offer, capacity=1)
    here = book(origin, person)
    first = book(target)
    there = book(target, person)
    cancel(first)
    cancel(there)
    book(target)
    rank = book(target, person)

    with pytest.raises(MergeDoesNotFit):
        merge(origin, target)
    assert (here.status, rank.status) == (BookingStatus.CONFIRMED, BookingStatus.WAITLISTED)


def test_her_rank_there_ends_when_she_comes_with_a_place(db, offer):
    from shared_services.booking.models import KeptSeats
    from tests.support.makers import make_organisation, saved

    person = make_person()
    origin, target = make_session(offer), make_session(offer, capacity=2)
    saved(
        KeptSeats(
            bookable_id=target.id,
            organisation_id=make_organisation().id,
            units=2,
            until=MONDAY + timedelta(days=2),
        )
    )
    here, rank = book(origin, person), book(target, person)

    merge(origin, target)

    assert (here.bookable_id, here.status) == (target.id, BookingStatus.CONFIRMED)
    assert rank.status == BookingStatus.CANCELLED
    assert recount(db) == []


def test_she_may_step_out_for_three_days_whatever_the_cut_off(db, offer):
    origin, target = make_session(offer), make_session(offer)
    leaves, stays = book(origin), book(origin)
    late = target.cancel_until + timedelta(hours=1)
    merge(origin, target, now=late)

    assert cancel(leaves, now=late + timedelta(hours=20)).status == BookingStatus.CANCELLED
    assert stays.free_until == target.starts_at


def test_a_group_goes_on_together(db, offer):
    origin, target = make_session(offer, capacity=1), make_session(offer, capacity=3)
    book(origin)
    outcome = group(origin, 1)

    merge(origin, target)

    assert db.get(BookingGroup, outcome.group.id).bookable_id == target.id


def test_her_calendar_follows_because_the_number_of_the_version_grows(db, offer):
    origin, target = make_session(offer, sequence=4), make_session(offer, sequence=1)
    third = make_session(offer)
    booking = book(origin)

    merge(origin, target)
    assert target.sequence == 5
    do(move_booking, booking, third.id, by=make_person(), reason="À sa demande")

    assert third.sequence == 6


def test_over_or_cancelled_dates_are_refused(db, offer):
    origin, target = make_session(offer), make_session(offer)
    do(cancel_bookable, target, by=make_person(), reason="Non")

    with pytest.raises(BookingClosed):
        merge(origin, target)
    with pytest.raises(OtherOffer):
        merge(origin, origin)
    assert db.query(Booking).count() == 0

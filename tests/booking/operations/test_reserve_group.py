import pytest

from shared_services.booking.errors import (
    AlreadyBooked,
    Full,
    GroupRefused,
    GroupTooLarge,
    NobodyChosen,
    OrganisationFull,
)
from shared_services.booking.ledger import recount
from shared_services.booking.models import Booking, BookingStatus
from shared_services.booking.operations import accept, change_capacity, decline, reserve_group
from shared_services.booking.waiting import find_rank
from shared_services.core.database import transaction
from tests.support.bookings import book, cancel, do
from tests.support.makers import MONDAY, kinds_posted, make_organisation, make_person, make_session


def group(session, count=3, *, organisation=None, now=MONDAY, people=None, **given):
    organisation = organisation or make_organisation()
    people = people or [make_person(f"Aidante{number}") for number in range(count)]
    referent = given.pop("by", None) or make_person("Rachel", "Référente")
    with transaction() as db:
        return reserve_group(
            db,
            session.id,
            people=people,
            by=referent,
            organisation_id=organisation.id,
            now=now,
            **{"stays_together": True} | given,
        )


def statuses(db, session):
    db.expire_all()
    return [b.status.value for b in db.query(Booking).filter_by(bookable_id=session.id).order_by(Booking.id)]


class TestTogether:
    def test_all_of_them_have_a_place_and_each_is_told(self, db):
        session = make_session(capacity=3)

        outcome = group(session)

        assert outcome.count(BookingStatus.CONFIRMED) == 3
        assert kinds_posted(db) == ["booking_confirmed"] * 3
        assert recount(db) == []

    def test_one_place_too_few_and_all_of_them_wait_together(self, db):
        session = make_session(capacity=3)
        inside = book(session)

        group(session)

        assert statuses(db, session) == ["confirmed", "waitlisted", "waitlisted", "waitlisted"]
        cancel(inside)
        assert statuses(db, session)[1:] == ["offered"] * 3
        assert recount(db) == []

    def test_without_the_waiting_list_too_few_places_book_nobody(self, db):
        session = make_session(capacity=2)

        with pytest.raises(Full):
            group(session, join_waiting_list=False)

        assert statuses(db, session) == []

    def test_a_single_free_place_goes_to_the_next_person_and_not_to_half_a_group(self, db):
        session = make_session(capacity=3)
        first, second = book(session), book(session)
        book(session)
        waiting = group(session).bookings
        alone = book(session)

        cancel(first)
        assert alone.status == BookingStatus.OFFERED
        cancel(second)

        assert statuses(db, session)[3:6] == ["waitlisted"] * 3
        assert find_rank(db, waiting[0], session) == 1

    def test_newcomers_take_the_places_that_are_too_few_for_a_waiting_group(self, db):
        session = make_session(capacity=3)
        book(session)
        group(session)

        assert book(session).status == BookingStatus.CONFIRMED

    def test_one_answer_takes_all_the_places(self, db):
        session = make_session(capacity=2)
        referent = make_person()
        outcome = group(make_full(session), 2, by=referent)
        do(change_capacity, session, 4, by=referent)

        do(accept, outcome.bookings[0], by=referent)

        assert statuses(db, session)[2:] == ["confirmed"] * 2
        assert kinds_posted(db).count("booking_group_offered") == 1
        do(accept, outcome.bookings[1], by=referent)
        assert recount(db) == []

    def test_one_answer_leaves_all_the_places_to_the_next(self, db):
        session = make_session(capacity=2)
        referent = make_person()
        outcome = group(make_full(session), 2, by=referent)
        alone = book(session)
        do(change_capacity, session, 4, by=referent)

        do(decline, outcome.bookings[1], by=referent)

        assert statuses(db, session)[2:4] == ["cancelled"] * 2
        assert alone.status == BookingStatus.OFFERED
        assert recount(db) == []

    def test_one_who_is_already_in_stops_the_group_and_is_named(self, db):
        session, known = make_session(), make_person("Zoé", "Déjà")
        booking = book(session, known)

        with pytest.raises(GroupRefused) as refusal:
            group(session, people=[make_person(), known])

        assert "Zoé Déjà" in str(refusal.value)
        assert booking.reference in str(refusal.value)
        assert statuses(db, session) == ["confirmed"]

    def test_a_group_larger_than_the_room_is_told_so(self, db):
        with pytest.raises(GroupTooLarge):
            group(make_session(capacity=2))

        with pytest.raises(GroupTooLarge):
            group(make_session(capacity=10, organisation_limit=2))

    def test_nobody_is_not_a_group(self, db):
        with pytest.raises(NobodyChosen):
            do(
                reserve_group,
                make_session(),
                people=[],
                by=make_person(),
                organisation_id=None,
                stays_together=True,
            )


class TestAsManyAsPossible:
    def test_the_first_have_places_and_the_others_wait_one_by_one(self, db):
        session = make_session(capacity=2)

        outcome = group(session, stays_together=False)

        assert [b.status.value for b in outcome.bookings] == ["confirmed", "confirmed", "waitlisted"]
        assert recount(db) == []

    def test_who_may_not_come_is_named_and_the_others_are_booked(self, db):
        session, known = make_session(), make_person("Zoé", "Déjà")
        book(session, known)

        outcome = group(session, people=[make_person(), known], stays_together=False)

        assert outcome.count(BookingStatus.CONFIRMED) == 1
        assert [(p.name, type(why)) for p, why in outcome.refused] == [("Zoé Déjà", AlreadyBooked)]

    def test_without_the_waiting_list_the_last_ones_are_told_why(self, db):
        session = make_session(capacity=10, organisation_limit=2)

        outcome = group(session, stays_together=False, join_waiting_list=False)

        assert outcome.count(BookingStatus.CONFIRMED) == 2
        assert [type(why) for _person, why in outcome.refused] == [OrganisationFull]


def make_full(session):
    for _ in range(session.capacity):
        book(session)
    return session

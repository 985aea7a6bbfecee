from datetime import timedelta

import pytest

from shared_services.booking.errors import BookingClosed, CapacityBelowTaken, UnitsInUse
from shared_services.booking.ledger import recount
from shared_services.booking.models import BookableStatus, BookingStatus
from shared_services.booking.operations import (
    Wanted,
    cancel_bookable,
    change_capacity,
    end_bookable,
    hold_staff_time,
    hold_units,
    put_out_of_service,
    reschedule,
)
from shared_services.core.database import transaction
from tests.support.bookings import book, cancel, do
from tests.support.makers import (
    MONDAY,
    kinds_posted,
    make_hub,
    make_person,
    make_session,
    make_trainer,
)
from tests.support.toys import FETCHED, borrow, loan, make_toy


def lacking(toy, units, slots=None):
    return do(put_out_of_service, toy, slots or loan().slots, units, by=make_person(), reason="En panne")


class TestPutOutOfService:
    def test_those_days_have_fewer_units_and_others_do_not(self, db):
        toy = make_toy(capacity=2)
        lacking(toy, 1, [loan().slots[0]])

        statuses = [borrow(toy, make_person()).status for _ in range(2)]
        before = loan(FETCHED - timedelta(days=9), FETCHED - timedelta(days=8))

        assert statuses == [BookingStatus.CONFIRMED, BookingStatus.WAITLISTED]
        assert [borrow(toy, make_person(), before).status for _ in range(2)] == [BookingStatus.CONFIRMED] * 2
        assert recount(db) == []

    def test_what_is_in_the_way_is_named_and_nothing_changes(self, db):
        toy, session = make_toy(capacity=3), make_session()
        here = borrow(toy, make_person())
        elsewhere = borrow(
            toy, make_person(), loan(FETCHED + timedelta(days=20), FETCHED + timedelta(days=20))
        )
        with transaction() as inner:
            hold_units(inner, inner.merge(session), [Wanted(toy.id, loan().slots)], now=MONDAY)

        with pytest.raises(UnitsInUse) as refusal:
            lacking(toy, 2)

        assert refusal.value.facts["in_the_way"] == [here.reference, "Premiers pas avec Pix"]
        assert here.reference in str(refusal.value)
        assert elsewhere.reference not in str(refusal.value)
        assert recount(db) == []

    def test_back_in_service_they_are_offered(self, db):
        toy = make_toy(capacity=1)
        lacking(toy, 1)
        waiting = borrow(toy, make_person())

        lacking(toy, 0)

        assert waiting.status == BookingStatus.OFFERED

    def test_a_pool_that_grows_still_lacks_them(self, db):
        toy = make_toy(capacity=1)
        lacking(toy, 1)
        waiting = [borrow(toy, make_person()) for _ in range(2)]

        do(change_capacity, toy, 2, by=make_person())

        assert [one.status for one in waiting] == [BookingStatus.OFFERED, BookingStatus.WAITLISTED]
        assert recount(db) == []

    def test_what_was_lent_before_today_is_in_nobodys_way(self, db):
        toy = make_toy(capacity=2)
        lent = [borrow(toy, make_person()) for _ in range(2)]
        after = loan().slots[-1] + 1

        do(change_capacity, toy, 1, by=make_person(), since=after)

        later = loan(FETCHED + timedelta(days=9), FETCHED + timedelta(days=9))
        assert [borrow(toy, make_person(), later).status for _ in range(2)] == ["confirmed", "waitlisted"]
        assert recount(db) == []
        with pytest.raises(CapacityBelowTaken):
            do(change_capacity, toy, 0, by=make_person(), since=after)

        cancel(lent[0])
        assert recount(db) == []

    def test_a_pool_smaller_than_what_lacks_has_none_left(self, db):
        toy = make_toy(capacity=3)
        lacking(toy, 3)

        do(change_capacity, toy, 2, by=make_person())

        assert borrow(toy, make_person()).status == BookingStatus.WAITLISTED
        assert recount(db) == []


class TestChangeCapacity:
    def test_more_places_promote_at_once_and_everybody_is_told(self, db):
        session = make_session(capacity=1)
        inside, waiting, last = book(session), book(session), book(session)

        do(change_capacity, session, 2, by=make_person())

        assert inside.status == BookingStatus.CONFIRMED
        assert waiting.status == BookingStatus.OFFERED
        assert last.status == BookingStatus.WAITLISTED
        assert kinds_posted(db).count("booking_capacity_changed") == 3
        assert session.sequence == 1
        assert recount(db) == []

    def test_below_what_is_taken_it_says_how_many_stand_in_the_way(self, db):
        session = make_session(capacity=3)
        book(session)
        book(session)

        with pytest.raises(CapacityBelowTaken) as refusal:
            do(change_capacity, session, 1, by=make_person())

        assert refusal.value.facts == {"taken": 2, "wanted": 1}
        db.expire_all()
        assert session.capacity == 3

    def test_fewer_places_are_respected_afterwards(self, db):
        session = make_session(capacity=3)
        book(session)
        do(change_capacity, session, 1, by=make_person())

        assert book(session).status == BookingStatus.WAITLISTED


class TestReschedule:
    def test_everybody_is_told_and_the_calendar_grows(self, db):
        session = make_session()
        book(session)

        def a_week_later(bookable):
            bookable.ends_at += timedelta(days=7)
            bookable.starts_at += timedelta(days=7)

        do(reschedule, session, a_week_later, by=make_person())

        assert session.sequence == 1
        assert kinds_posted(db) == ["booking_confirmed", "booking_rescheduled"]


class TestCancelBookable:
    def test_every_booking_is_cancelled_and_told_why(self, db):
        session = make_session(capacity=1)
        inside, waiting = book(session), book(session)

        do(cancel_bookable, session, by=make_person(), reason="Salle inondée")

        assert {inside.status, waiting.status} == {BookingStatus.CANCELLED}
        assert inside.reason == "Salle inondée"
        assert kinds_posted(db).count("booking_cancelled") == 2
        assert "booking_offered" not in kinds_posted(db)
        assert recount(db) == []

    def test_it_cannot_be_cancelled_twice(self, db):
        session = make_session()
        do(cancel_bookable, session, by=make_person(), reason="Salle inondée")

        with pytest.raises(BookingClosed):
            do(cancel_bookable, session, by=make_person(), reason="Encore")

    def test_the_trainers_are_free_again(self, db):
        session, other = make_session(), make_session()
        trainer = make_trainer(make_hub())
        hold(session, trainer)

        do(cancel_bookable, session, by=make_person(), reason="Salle inondée")
        hold(other, trainer)

        assert recount(db) == []


class TestEndBookable:
    def test_who_still_waits_is_told_and_who_came_stays(self, db):
        session = make_session(capacity=1)
        inside, waiting = book(session), book(session)

        assert do(end_bookable, session, now=session.ends_at)

        assert session.status == BookableStatus.ENDED
        assert inside.status == BookingStatus.CONFIRMED
        assert waiting.status == BookingStatus.CANCELLED

    def test_ending_twice_or_too_early_does_nothing(self, db):
        session = make_session()

        assert not do(end_bookable, session, now=MONDAY)
        assert do(end_bookable, session, now=session.ends_at)
        assert not do(end_bookable, session, now=session.ends_at)


def hold(session, *trainers):
    with transaction() as db:
        hold_staff_time(
            db,
            db.merge(session),
            [trainer.id for trainer in trainers],
            [(session.starts_at, session.ends_at)],
            now=MONDAY,
        )

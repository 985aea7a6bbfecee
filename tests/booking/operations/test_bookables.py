from datetime import timedelta

import pytest

from shared_services.booking.errors import BookingClosed, CapacityBelowTaken
from shared_services.booking.ledger import recount
from shared_services.booking.models import BookableStatus, BookingStatus
from shared_services.booking.operations import (
    cancel_bookable,
    change_capacity,
    end_bookable,
    hold_staff_time,
    reschedule,
)
from shared_services.core.database import transaction
from tests.support.bookings import book, do
from tests.support.makers import (
    MONDAY,
    kinds_posted,
    make_hub,
    make_person,
    make_session,
    make_trainer,
)


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

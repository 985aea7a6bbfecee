from datetime import timedelta

import pytest
from sqlalchemy import select, text

from shared_services.booking import operations
from shared_services.booking.errors import AnotherDateHeld, Full, OrganisationFull
from shared_services.booking.jobs import follow_dates
from shared_services.booking.models import Booking, BookingStatus
from shared_services.booking.periods import Period
from shared_services.booking.sharing import shares
from tests.support.bookings import book, do
from tests.support.makers import MONDAY, make_offer, make_organisation, make_person, make_session
from tests.support.toys import FETCHED, borrow, day_slot, loan, make_toy

DAY = timedelta(days=1)


def dates_of(row):
    return row.starts_at, row.ends_at, row.closes_at, row.cancel_until


class TestPeriod:
    def test_it_is_closed_from_its_closing_on(self):
        period = Period(closes_at=MONDAY)

        assert period.is_closed(MONDAY)
        assert not period.is_closed(MONDAY - timedelta(seconds=1))

    def test_without_a_closing_it_never_closes(self):
        assert not Period().is_closed(MONDAY)


class TestBookingsOfADate:
    def test_have_its_dates(self, db):
        session = make_session()

        assert dates_of(book(session)) == dates_of(session)

    def test_follow_it_when_it_moves(self, db):
        session = make_session(capacity=1)
        bookings = [book(session), book(session)]

        def a_week_later(bookable):
            for name in ("ends_at", "starts_at", "closes_at", "cancel_until"):
                setattr(bookable, name, getattr(bookable, name) + 7 * DAY)

        do(operations.reschedule, session, a_week_later, by=make_person())

        assert [dates_of(booking) for booking in bookings] == [dates_of(session)] * 2

    def test_follow_it_to_another_date(self, db):
        offer = make_offer()
        booking, target = book(make_session(offer)), make_session(offer, starts_on=FETCHED + 30 * DAY)

        do(operations.move_booking, booking, target.id, by=make_person(), reason="Salle fermée")

        assert dates_of(booking) == dates_of(target)

    def test_what_a_version_before_left_empty_is_filled(self, db):
        session = make_session()
        booking = book(session)
        db.execute(text("UPDATE booking SET starts_at = NULL, ends_at = NULL, closes_at = NULL"))
        db.expire_all()

        assert follow_dates(MONDAY) == 1
        assert follow_dates(MONDAY) == 0

        assert dates_of(booking) == dates_of(session)

    def test_periods_of_their_own_are_left_alone(self, db):
        booking = borrow(make_toy(), make_person())

        assert follow_dates(MONDAY) == 0

        assert dates_of(booking) == tuple(loan().dates.values())


class TestPeriodsOfTheirOwn:
    def test_two_loans_at_different_times_share_one_unit(self, db):
        toy = make_toy(capacity=1)

        statuses = [
            borrow(toy, make_person(), loan(FETCHED + n * DAY, FETCHED + n * DAY)).status for n in (0, 2)
        ]

        assert statuses == [BookingStatus.CONFIRMED] * 2

    def test_the_day_of_checking_is_taken_too_but_not_told(self, db):
        toy = make_toy(capacity=1)
        first = borrow(toy, make_person(), loan(FETCHED, FETCHED))

        second = borrow(toy, make_person(), loan(FETCHED + DAY, FETCHED + DAY))

        assert first.ends_at < second.starts_at
        assert second.status == BookingStatus.WAITLISTED

    def test_the_same_person_may_have_it_twice_when_the_offer_allows(self, db):
        toy, person = make_toy(), make_person()
        borrow(toy, person)

        assert borrow(toy, person, loan(FETCHED + 20 * DAY, FETCHED + 21 * DAY)).status == "confirmed"

    def test_and_not_when_it_allows_one_at_a_time(self, db):
        toy, person = make_toy(), make_person()
        db.execute(text("UPDATE offer SET dates_each = 1"))
        db.expire_all()
        borrow(toy, person)

        with pytest.raises(AnotherDateHeld):
            borrow(toy, person, loan(FETCHED + 20 * DAY, FETCHED + 21 * DAY))

    def test_a_closed_loan_is_passed_over_and_one_to_come_is_served(self, db):
        toy = make_toy(capacity=1)
        late = FETCHED + 30 * DAY
        for period in (loan(), loan(late, late)):
            borrow(toy, make_person(), period)
        past = borrow(toy, make_person())
        to_come = borrow(toy, make_person(), loan(late, late))

        do(operations.change_capacity, toy, 2, by=make_person(), now=loan().closes_at)

        assert (past.status, to_come.status) == (BookingStatus.WAITLISTED, BookingStatus.OFFERED)

    def test_an_organisation_is_counted_day_by_day(self, db):
        """Two loans that never meet hold one unit on any day."""
        toy, organisation = make_toy(capacity=3, organisation_limit=2), make_organisation()
        far = FETCHED + 5 * DAY
        for period in (loan(FETCHED, FETCHED), loan(far, far)):
            borrow(toy, make_person(), period, organisation_id=organisation.id)

        held = shares.units_of(db, toy, Booking.organisation_id == organisation.id, loan(FETCHED, far).slots)
        assert held == 1
        borrow(toy, make_person(), loan(FETCHED, far), organisation_id=organisation.id)
        with pytest.raises(OrganisationFull):
            borrow(
                toy,
                make_person(),
                loan(FETCHED, FETCHED),
                organisation_id=organisation.id,
                join_waiting_list=False,
            )

    def test_who_waits_for_other_days_holds_nobody_up(self, db):
        toy = make_toy(capacity=1)
        borrow(toy, make_person())
        borrow(toy, make_person())

        assert borrow(toy, make_person(), loan(FETCHED + 9 * DAY, FETCHED + 9 * DAY)).status == "confirmed"

    def test_who_may_not_be_served_keeps_nobody_from_the_free_part_of_her_days(self, db):
        toy, organisation = make_toy(capacity=2, organisation_limit=1), make_organisation()
        borrow(toy, make_person(), loan(FETCHED, FETCHED), organisation_id=organisation.id)
        borrow(toy, make_person(), loan(FETCHED, FETCHED))
        whole = loan(FETCHED, FETCHED + 9 * DAY)
        barred = borrow(toy, make_person(), whole, organisation_id=organisation.id)
        days = loan(FETCHED + 5 * DAY, FETCHED + 5 * DAY)
        first, second = (borrow(toy, make_person(), days) for _ in range(2))
        third = borrow(toy, make_person(), days)

        do(operations.cancel, first, by=None, cancelled_by="hub")

        assert barred.status == BookingStatus.WAITLISTED
        assert (second.status, third.status) == (BookingStatus.CONFIRMED, BookingStatus.OFFERED)

    def test_the_hours_bookings_are_searched_by_are_those_of_the_loan(self, db):
        toy = make_toy()
        booking = borrow(toy, make_person())

        found = db.scalars(
            select(Booking).where(Booking.starts_at <= booking.ends_at, Booking.ends_at > MONDAY)
        )

        assert list(found) == [booking]
        assert booking.slots[-1] == day_slot(booking.ends_at.date()) + 1

    def test_full_without_the_waiting_list(self, db):
        toy = make_toy(capacity=1)

        with pytest.raises(Full):
            borrow(toy, make_person(), units=2, join_waiting_list=False)

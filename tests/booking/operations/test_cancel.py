from datetime import timedelta

import pytest

from shared_services.booking.errors import IllegalMove, TooLateToCancel
from shared_services.booking.ledger import recount
from shared_services.booking.models import BookingStatus, CancelledBy
from shared_services.booking.operations import expire_place
from tests.support.bookings import book, cancel, do
from tests.support.makers import MONDAY, kinds_posted, make_person, make_session

DAY = timedelta(days=1)


class TestCancel:
    def test_the_freed_seat_is_offered_to_the_next_in_line_in_the_same_operation(self, db):
        session = make_session(capacity=1)
        first, second, third = book(session), book(session), book(session)

        cancel(first)

        assert first.status == BookingStatus.CANCELLED
        assert second.status == BookingStatus.OFFERED
        assert second.expires_at == MONDAY + timedelta(hours=48)
        assert third.status == BookingStatus.WAITLISTED
        assert kinds_posted(db)[-2:] == ["booking_cancelled", "booking_offered"]
        assert recount(db) == []

    def test_the_deadline_shrinks_to_a_quarter_of_the_time_left(self, db):
        session = make_session(capacity=1)
        first, second = book(session), book(session)
        four_days_before = session.starts_at - 4 * DAY

        cancel(first, now=four_days_before)

        assert second.expires_at == four_days_before + DAY

    def test_in_the_last_day_the_place_is_given_at_once(self, db):
        session = make_session(capacity=1)
        first, second = book(session), book(session)

        cancel(
            first,
            cancelled_by=CancelledBy.HUB,
            reason="Demandé",
            now=session.starts_at - 0.9 * DAY,
        )

        assert second.status == BookingStatus.CONFIRMED

    def test_nobody_is_promoted_from_the_closing_on(self, db):
        session = make_session(capacity=1, closes_at=MONDAY + DAY)
        first, second = book(session), book(session)

        cancel(first, now=MONDAY + DAY)

        assert second.status == BookingStatus.WAITLISTED

    def test_after_the_cut_off_the_participant_is_sent_to_the_hub(self, db):
        session = make_session()
        booking = book(session)

        with pytest.raises(TooLateToCancel):
            cancel(booking, now=session.cancel_until + timedelta(seconds=1))

        db.expire_all()
        assert booking.status == BookingStatus.CONFIRMED

    def test_after_the_cut_off_the_hub_still_can(self, db):
        session = make_session()
        booking = book(session)

        cancel(
            booking,
            cancelled_by=CancelledBy.HUB,
            reason="Prévenu au téléphone",
            now=session.starts_at,
        )

        assert booking.reason == "Prévenu au téléphone"

    def test_leaving_the_waiting_list_is_possible_after_the_cut_off(self, db):
        session = make_session(capacity=1)
        book(session)
        waiting = book(session)

        cancel(waiting, now=session.cancel_until + timedelta(hours=1))

        assert waiting.status == BookingStatus.CANCELLED

    def test_cancelling_twice_is_refused_and_gives_nothing_back_twice(self, db):
        booking = book(make_session())
        cancel(booking)

        with pytest.raises(IllegalMove):
            cancel(booking)

        assert recount(db) == []

    def test_who_cancelled_may_book_again(self, db):
        session, person = make_session(), make_person()
        cancel(book(session, person))

        assert book(session, person).status == BookingStatus.CONFIRMED


class TestWaitingOrder:
    def test_a_small_request_does_not_overtake_a_larger_one(self, db):
        session = make_session(capacity=2)
        first, second = book(session), book(session)
        pair = book(session, units=2)
        single = book(session)

        cancel(first)
        assert (pair.status, single.status) == (
            BookingStatus.WAITLISTED,
            BookingStatus.WAITLISTED,
        )

        cancel(second)
        assert (pair.status, single.status) == (
            BookingStatus.OFFERED,
            BookingStatus.WAITLISTED,
        )


class TestExpirePlace:
    def test_silence_passes_the_place_on(self, db):
        session = make_session(capacity=1)
        first, second, third = book(session), book(session), book(session)
        cancel(first)

        done = do(expire_place, second, now=MONDAY + timedelta(hours=48))

        assert done
        assert (second.status, second.cancelled_by) == (
            BookingStatus.CANCELLED,
            CancelledBy.DEADLINE,
        )
        assert third.status == BookingStatus.OFFERED
        assert recount(db) == []

    def test_before_the_deadline_nothing_happens(self, db):
        session = make_session(capacity=1)
        first, second = book(session), book(session)
        cancel(first)

        assert not do(expire_place, second, now=MONDAY + timedelta(hours=47))
        assert second.status == BookingStatus.OFFERED

    def test_a_request_nobody_answers_frees_its_seat(self, db):
        session = make_session(capacity=1, needs_approval=True)
        asked, waiting = book(session), book(session)

        do(expire_place, asked, now=MONDAY + 5 * DAY)

        assert asked.status == BookingStatus.CANCELLED
        assert waiting.status == BookingStatus.OFFERED

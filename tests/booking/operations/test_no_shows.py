from datetime import date, timedelta

import pytest

from shared_services.booking.models import BookingStatus
from shared_services.booking.no_shows.errors import NothingToReview, ReviewAnswered
from tests.booking.no_shows.test_counting import FEBRUARY, missed_twice
from tests.support.bookings import book
from tests.support.makers import kinds_posted, make_hub, make_manager, make_offer, make_person, make_session
from tests.support.no_shows import answer, ask, miss
from tests.support.twins import merge

LATER = FEBRUARY + timedelta(days=1)


@pytest.fixture
def hub(db):
    hub = make_hub(no_shows_allowed=2)
    make_manager(hub)
    return hub


@pytest.fixture
def alice(db):
    return make_person("Alice", "Durand")


class TestAskReview:
    def test_the_hub_s_managers_are_told(self, db, hub, alice):
        missed_twice(hub, alice)

        review = ask(hub, alice, now=FEBRUARY)

        assert review.answered_at is None
        assert kinds_posted(db)[-1] == "no_show_review_asked"

    def test_below_the_limit_there_is_nothing_to_look_at(self, hub, alice):
        miss(hub, alice)

        with pytest.raises(NothingToReview):
            ask(hub, alice, now=FEBRUARY)

    def test_once_for_what_is_counted(self, hub, alice):
        missed_twice(hub, alice)
        review = ask(hub, alice, now=FEBRUARY)

        with pytest.raises(NothingToReview):
            ask(hub, alice, now=FEBRUARY)
        answer(review, accept=False, now=LATER)
        with pytest.raises(NothingToReview):
            ask(hub, alice, now=LATER)

    def test_again_when_she_missed_another_date_since(self, hub, alice):
        missed_twice(hub, alice)
        answer(ask(hub, alice, now=FEBRUARY), accept=False, now=LATER)
        another = miss(hub, alice, on=LATER.date() + timedelta(days=7))

        assert ask(hub, alice, now=another.ends_at).id


class TestAnswerReview:
    def test_accepted_her_next_place_is_sure(self, db, hub, alice):
        missed_twice(hub, alice)
        answer(ask(hub, alice, now=FEBRUARY), accept=True, now=LATER)

        assert book(make_session(make_offer(hub)), alice, now=LATER).status == BookingStatus.CONFIRMED
        assert "no_show_review_answered" in kinds_posted(db)

    def test_kept_it_still_waits(self, hub, alice):
        missed_twice(hub, alice)
        answer(ask(hub, alice, now=FEBRUARY), accept=False, now=LATER)

        assert book(make_session(make_offer(hub)), alice, now=LATER).status == BookingStatus.PENDING

    def test_what_she_misses_after_it_counts_anew(self, hub, alice):
        missed_twice(hub, alice)
        answer(ask(hub, alice, now=FEBRUARY), accept=True, now=LATER)
        for week in (1, 2):
            last = miss(hub, alice, on=LATER.date() + timedelta(weeks=week))

        april = make_session(make_offer(hub), starts_on=date(2027, 4, 6))
        assert book(april, alice, now=last.ends_at).status == BookingStatus.PENDING

    def test_two_managers_answer_once(self, hub, alice):
        missed_twice(hub, alice)
        review = ask(hub, alice, now=FEBRUARY)
        answer(review, accept=True, now=LATER)

        with pytest.raises(ReviewAnswered):
            answer(review, accept=False, now=LATER)


def test_two_accounts_made_one_keep_their_absences_and_what_was_asked(db, hub, alice):
    twin = make_person("Alice", "Durand")
    missed_twice(hub, twin)
    answer(ask(hub, twin, now=FEBRUARY), accept=True, now=LATER)
    merge(alice, twin)

    assert book(make_session(make_offer(hub)), alice, now=LATER).status == BookingStatus.CONFIRMED

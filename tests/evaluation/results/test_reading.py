from datetime import date

import pytest

from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from shared_services.evaluation.defaults import Audience
from shared_services.evaluation.questions.operations import move_question
from shared_services.evaluation.results.reading import Scope, read_scope, results_of, what_was_led
from tests.support.makers import MONDAY, make_hub, make_offer, make_person, make_session
from tests.support.surveys import answered, came


@pytest.fixture
def hub(db):
    return make_hub()


def held(hub, number, *, offer=None, day=14, **more):
    session = make_session(offer or make_offer(hub), starts_on=date(2026, 12, day))
    answered(session, *[{"hot.satisfaction": 4, "hot.recommendation": 8, **more} for _ in range(number)])
    return session


def read(db, hub, scope=None):
    return results_of(db, hub.id, Audience.HOT, scope or Scope())


def told(results):
    """How many answers each question that is shown counts."""
    return {one.question.key: one.n for one in results.questions if one.is_shown}


class TestScope:
    def test_the_address_names_an_offer_or_a_session(self):
        assert read_scope("") == Scope()
        assert read_scope("offer-12") == Scope("offer", 12)
        assert str(Scope("session", 4)) == "session-4"

    @pytest.mark.parametrize("text", ["year-2026", "offer-", "offer-x", "hub-1", "session--1"])
    def test_nothing_else(self, text):
        with pytest.raises(NotFound):
            read_scope(text)

    def test_both_days_are_included(self, db, hub):
        for day in (10, 11, 12):
            held(hub, 6, day=day)

        found = read(db, hub, Scope(since=date(2026, 12, 10), until=date(2026, 12, 11)))
        assert told(found)["hot.satisfaction"] == 12

    def test_an_offer_over_some_time(self, db, hub):
        offer = make_offer(hub)
        held(hub, 6, offer=offer, day=10)
        held(hub, 7, offer=offer, day=11)
        held(hub, 8, day=11)

        found = read(db, hub, Scope("offer", offer.id, since=date(2026, 12, 11)))
        assert told(found)["hot.satisfaction"] == 7


class TestWhatIsTold:
    def test_below_five_nothing(self, db, hub):
        held(hub, 4)

        found = read(db, hub)
        assert (found.is_shown, found.answered, found.questions) == (False, 4, [])

    def test_a_period_that_cuts_through_a_cell_leaves_it_out_and_says_so(self, db, hub):
        offer = make_offer(hub)
        for day, number in [(10, 6), (11, 2), (12, 4)]:
            held(hub, number, offer=offer, day=day)

        found = read(db, hub, Scope(until=date(2026, 12, 11)))
        assert told(found)["hot.satisfaction"] == 6
        assert (found.answered, found.untold) == (8, 2)

    def test_a_question_that_few_answered_counts_once_five_did(self, db, hub):
        offer = make_offer(hub)
        for day in (10, 11):
            session = make_session(offer, starts_on=date(2026, 12, day))
            given = [{"hot.satisfaction": 4} for _ in range(3)]
            answered(session, *given, *[{"hot.satisfaction": 4, "hot.pace": "fast"} for _ in range(3)])

        assert told(read(db, hub))["hot.pace"] == 6
        alone = read(db, hub, Scope("session", session.id))
        assert told(alone) == {"hot.satisfaction": 6}

    def test_a_session_by_itself_from_five_on(self, db, hub):
        offer = make_offer(hub)
        large, small = held(hub, 6, offer=offer, day=10), held(hub, 4, offer=offer, day=11)

        assert not read(db, hub, Scope("session", small.id)).is_shown
        assert not read(db, hub, Scope("session", large.id)).is_shown  # else both less this one is the other
        assert read(db, hub, Scope("offer", offer.id)).is_shown

    def test_free_texts_are_those_of_the_answers_that_are_told(self, db, hub):
        offer = make_offer(hub)
        held(hub, 5, offer=offer, day=10, **{"hot.change": "Rien."})
        small = held(hub, 4, offer=make_offer(hub), day=11, **{"hot.change": "Tout."})

        texts = [words for one in read(db, hub).questions for _id, words in one.words]
        assert texts == ["Rien."] * 5
        assert not read(db, hub, Scope("session", small.id)).is_shown

    def test_an_order_changed_since_changes_no_figure(self, db, hub):
        held(hub, 5)
        before = told(read(db, hub))
        first = read(db, hub).questions[0].question.id
        with transaction() as writing:
            move_question(writing, first, step=1, by=make_person(), now=MONDAY)

        after = read(db, hub)
        assert told(after) == before
        assert [one.question.key for one in after.questions] == ["hot.recommendation", "hot.satisfaction"]
        assert after.breakdowns[0][1][0].mean == 4.0

    def test_the_rate_counts_everybody_who_was_asked(self, db, hub):
        session = held(hub, 5)
        assert read(db, hub).rate == 100
        for _ in range(5):
            came(session)
        answered(session)
        assert read(db, hub).rate == 50


class TestWhatWasLed:
    def test_each_session_and_all_together(self, db, hub):
        mine = [held(hub, 6, day=10).id, held(hub, 7, day=11).id]
        held(hub, 8, day=12)

        led = what_was_led(db, mine)
        assert [led.each[one.id].n for one in led.rounds] == [7, 6]
        assert (led.together.n, led.together.mean) == (13, 4.0)

    def test_what_another_session_would_give_away_is_not_told(self, db, hub):
        offer = make_offer(hub)
        mine = held(hub, 6, offer=offer, day=10)
        held(hub, 2, offer=offer, day=11)

        led = what_was_led(db, [mine.id])
        assert led.each[led.rounds[0].id].is_hidden
        assert led.together.is_hidden

    def test_nothing_led_nothing_told(self, db):
        assert what_was_led(db, []).rounds == []

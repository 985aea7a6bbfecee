from datetime import date

from shared_services.evaluation.results.current import offer_result
from tests.support.makers import make_offer, make_session
from tests.support.surveys import answered, came


def held(offer, *notes, day=14):
    session = make_session(offer, starts_on=date(2026, 12, day))
    answered(session, *[{"hot.satisfaction": note, "hot.recommendation": 2 * note} for note in notes])
    return session


def test_an_offer_shows_the_mean_of_all_its_sessions_and_how_many_answered(db):
    offer = make_offer()
    held(offer, 5, 5, 3, day=10)
    came(held(offer, 2, 4, day=11))

    shown = offer_result(offer.id)
    assert (shown.satisfaction, shown.answered, shown.invited) == (3.8, 5, 5)


def test_who_gives_seven_or_more_would_recommend_it(db):
    offer = make_offer()
    held(offer, 5, 4, 4, 3, 3)

    assert offer_result(offer.id).recommending == 60


def test_four_answers_show_nothing(db):
    offer = make_offer()
    held(offer, 5, 5, 5, 5)

    assert offer_result(offer.id) is None


def test_another_offer_s_answers_are_not_its_own(db):
    held(make_offer(), 5, 5, 5, 5, 5)

    assert offer_result(make_offer().id) is None

import pytest
from sqlalchemy import select

from shared_services.catalogue.models import Offer
from shared_services.demo.opinions import OFFER
from shared_services.evaluation.models import SurveyAnswerValue, SurveyRound
from shared_services.evaluation.results.current import offer_result
from tests.demo.test_promises import TITLES

pytestmark = pytest.mark.once


def test_an_offer_shows_what_its_participants_thought(loaded, db):
    loaded()

    offer_id = db.scalar(select(Offer.id).where(Offer.title == TITLES[OFFER]))
    result = offer_result(offer_id)
    assert (result.invited, result.answered) == (28, 23)
    assert (14, 18) in {(one.answered, one.invited) for one in db.scalars(select(SurveyRound))}


def test_no_text_is_written_twice_and_there_are_many(loaded, db):
    loaded()

    words = db.scalars(select(SurveyAnswerValue.words).where(SurveyAnswerValue.words.is_not(None))).all()
    assert len(words) == len(set(words)) >= 30

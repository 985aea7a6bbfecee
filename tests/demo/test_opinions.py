from sqlalchemy import select

from shared_services.catalogue.models import Offer
from shared_services.demo.opinions import OFFER
from shared_services.evaluation.complaints.models import ActionText, Complaint, ImprovementAction
from shared_services.evaluation.models import SurveyRound
from shared_services.evaluation.results.current import offer_result
from tests.demo.test_promises import TITLES


def test_an_offer_shows_what_its_participants_thought(loaded, db):
    loaded()

    offer_id = db.scalar(select(Offer.id).where(Offer.title == TITLES[OFFER]))
    result = offer_result(offer_id)
    assert (result.invited, result.answered) == (28, 23)
    assert (14, 18) in {(one.answered, one.invited) for one in db.scalars(select(SurveyRound))}


def test_a_complaint_has_its_answer_and_its_action_and_another_waits(loaded, how_many):
    loaded()

    assert how_many(Complaint) == 2
    assert how_many(Complaint, Complaint.answered_at.is_(None)) == 1
    assert (how_many(ImprovementAction), how_many(ActionText)) == (1, 1)

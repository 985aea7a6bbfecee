import pytest
from sqlalchemy import select

from shared_services.booking.questions.queries import answers_of, list_questions_of
from shared_services.pathways.models import Enrolment, PathwayOffer
from shared_services.pathways.operations.steps import read_progress
from shared_services.pathways.queries import list_modules

pytestmark = pytest.mark.once


def test_one_module_of_the_pathway_asks_something_and_those_who_have_a_place_answered(loaded, db):
    loaded()
    pathway = db.scalars(select(PathwayOffer)).one()
    modules = list_modules(db, [pathway.id])

    (question,) = list_questions_of(db, [module.offer_id for module in modules])

    assert question.offer_id == modules[2].offer_id
    for enrolment_id in db.scalars(select(Enrolment.id)):
        booking = read_progress(db, enrolment_id).standings[2].booking
        assert [one.question_id for one in answers_of(db, [booking.id])[booking.id]] == [question.id]

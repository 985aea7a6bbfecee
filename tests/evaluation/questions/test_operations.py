from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from shared_services.core.database import transaction
from shared_services.evaluation.defaults import DEFAULTS, Audience, QuestionKind
from shared_services.evaluation.errors import ContactKnown, QuestionAnswered, QuestionStays, TooManyQuestions
from shared_services.evaluation.models import (
    FunderContact,
    Survey,
    SurveyAnswer,
    SurveyAnswerValue,
    SurveyInvitation,
    SurveyQuestion,
)
from shared_services.evaluation.operations import ask_funders
from shared_services.evaluation.questions.operations import (
    MOST_QUESTIONS,
    add_contact,
    add_question,
    change_question,
    ensure_survey,
    move_question,
    remove_contact,
    restore_question,
    retire_question,
    set_rhythm,
)
from tests.support.makers import MONDAY, count, make_hub, make_manager, make_offer, make_session
from tests.support.surveys import answered

HOT = Audience.HOT


@pytest.fixture
def hub(db):
    return make_hub()


@pytest.fixture
def manager(hub):
    return make_manager(hub)


@pytest.fixture
def do(manager):
    """Plays a verb of a manager; what it gives back."""

    def play(verb, *given, **more):
        with transaction() as db:
            return verb(db, *given, by=manager, now=MONDAY, **more)

    return play


@pytest.fixture
def own(do, hub):
    """A question of the hub's own, after those of the house."""
    return do(add_question, hub.id, HOT, kind=QuestionKind.SCALE, wording="Le lieu ?")


def read(db, question):
    return db.get_one(SurveyQuestion, question.id, populate_existing=True)


class TestEnsureSurvey:
    def test_the_questions_of_the_house_come_once_in_their_order(self, db, hub):
        for _ in range(2):
            with transaction() as writing:
                ensure_survey(writing, hub.id, HOT, now=MONDAY)

        keys = select(SurveyQuestion.key).order_by(SurveyQuestion.position)
        assert db.scalars(keys).all() == [one.key for one in DEFAULTS[HOT]]
        assert count(db, Survey) == 1


class TestRhythm:
    def test_weeks_are_for_the_cold_one_alone(self, do, hub):
        hot = do(set_rhythm, hub.id, HOT, is_active=True, weeks_after=8)
        cold = do(set_rhythm, hub.id, Audience.COLD, is_active=True, weeks_after=8)
        assert (hot.weeks_after, cold.weeks_after) == (None, 8)


class TestQuestions:
    def test_a_new_one_comes_last(self, own):
        assert own.position == len(DEFAULTS[HOT]) + 1

    def test_one_that_is_retired_makes_room(self, db, do, hub, own):
        for _ in range(MOST_QUESTIONS - len(DEFAULTS[HOT]) - 1):
            do(add_question, hub.id, HOT, kind=QuestionKind.TEXT, wording="Encore ?")
        with pytest.raises(TooManyQuestions):
            do(add_question, hub.id, HOT, kind=QuestionKind.TEXT, wording="Une de trop ?")
        do(retire_question, own.id)
        do(add_question, hub.id, HOT, kind=QuestionKind.TEXT, wording="Une de plus ?")
        with pytest.raises(TooManyQuestions):
            do(restore_question, own.id)
        assert read(db, own).retired_at == MONDAY

    def test_its_words_are_free_until_somebody_answers(self, db, do, hub, own):
        given = {"wording": "Et le lieu ?", "choices": "", "is_required": True}
        do(change_question, own.id, **given)
        assert read(db, own).said == "Et le lieu ?"

        with transaction() as writing:
            writing.get_one(SurveyQuestion, own.id).key = ""
        answered(make_session(make_offer(hub), starts_on=date(2026, 12, 28)), {"": 4})
        with pytest.raises(QuestionAnswered):
            do(change_question, own.id, **given | {"wording": "Autre chose ?"})
        assert read(db, own).said == "Et le lieu ?"

    def test_those_of_the_house_keep_their_words_and_the_common_ones_stay(self, db, do, own):
        common = db.scalars(select(SurveyQuestion).where(SurveyQuestion.key == "hot.satisfaction")).one()
        with pytest.raises(QuestionStays):
            do(change_question, common.id, wording="Autre ?", choices="", is_required=False)
        with pytest.raises(QuestionStays):
            do(retire_question, common.id)


class TestContacts:
    def test_an_address_is_asked_once(self, do, hub):
        do(add_contact, hub.id, name="Denise", email="d@dept.example")
        with pytest.raises(ContactKnown):
            do(add_contact, hub.id, name="Denise Roux", email="d@dept.example")

    def test_another_hub_may_ask_the_same_one(self, db, do, hub):
        do(add_contact, hub.id, name="Denise", email="d@dept.example")
        do(add_contact, make_hub().id, name="Denise", email="d@dept.example")
        assert count(db, FunderContact) == 2

    def test_taken_off_her_invitations_go_and_no_answer_with_them(self, db, do, hub):
        contact = do(add_contact, hub.id, name="Denise", email="d@dept.example")
        answered(make_session(make_offer(hub), starts_on=date(2026, 12, 28)), {"hot.satisfaction": 4})
        with transaction() as writing:
            ask_funders(writing, hub.id, 2026, now=MONDAY)
        do(remove_contact, contact.id)

        left = select(SurveyInvitation).where(SurveyInvitation.contact_id.is_not(None))
        assert db.scalars(left).all() == []
        assert count(db, SurveyAnswer) == 1


class TestMoveQuestion:
    def order(self, db):
        statement = select(SurveyQuestion.id).order_by(SurveyQuestion.position)
        return list(db.scalars(statement))

    def test_it_changes_places_with_its_neighbour(self, db, do, own):
        *first, before, last = self.order(db)
        do(move_question, last, step=-1)
        assert self.order(db) == [*first, last, before]
        do(move_question, last, step=1)
        assert self.order(db) == [*first, before, last]

    def test_at_either_end_it_stays(self, db, do, own):
        before = self.order(db)
        do(move_question, before[0], step=-1)
        do(move_question, before[-1], step=1)
        assert self.order(db) == before

    def test_a_retired_one_is_passed_over_and_keeps_its_place(self, db, do, own):
        *_first, above, retired, last = self.order(db)
        do(retire_question, retired)
        do(move_question, last, step=-1)
        assert self.order(db)[-3:] == [last, retired, above]

    def test_a_retired_one_does_not_move(self, db, do, own):
        do(retire_question, own.id)
        before = self.order(db)
        do(move_question, own.id, step=-1)
        assert self.order(db) == before

    def test_answers_stay_with_their_question(self, db, do, hub, own):
        session = make_session(make_offer(hub), starts_on=date(2026, 12, 28))
        answered(session, {"hot.satisfaction": 4, "hot.recommendation": 9})
        given = select(SurveyQuestion.key, SurveyAnswerValue.number).join(
            SurveyAnswerValue, SurveyAnswerValue.question_id == SurveyQuestion.id
        )
        do(move_question, self.order(db)[0], step=1)
        assert {tuple(row) for row in db.execute(given)} == {
            ("hot.satisfaction", 4),
            ("hot.recommendation", 9),
        }

    def test_no_two_questions_have_one_place(self, db, own):
        with pytest.raises(IntegrityError, match=r"position|uq_survey_question_position"):
            db.execute(update(SurveyQuestion).where(SurveyQuestion.id == own.id).values(position=1))

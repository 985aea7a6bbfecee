from datetime import date, timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.tokens import link_token
from shared_services.core.database import transaction
from shared_services.evaluation.defaults import Audience, QuestionKind
from shared_services.evaluation.messages import SURVEY_LINK
from shared_services.evaluation.models import SurveyAnswer, SurveyAnswerValue, SurveyInvitation, SurveyRound
from shared_services.evaluation.questions.operations import add_question, change_question
from tests.support.makers import MONDAY, count, make_offer, make_organisation, make_person, make_session
from tests.support.surveys import ask, came, nonces, questions_of

OBJECTIVES = "À la fin, vous saurez :\n- ouvrir un compte Pix\n- lire un résultat"


@pytest.fixture
def session(db):
    session = make_session(make_offer(objectives=OBJECTIVES), starts_on=date(2026, 12, 28))
    came(session, organisation_id=make_organisation().id)
    ask(session)
    return session


@pytest.fixture
def invitation(db, session):
    return db.scalars(select(SurveyInvitation)).one()


@pytest.fixture
def link(db, invitation):
    return f"/surveys/{link_token(SURVEY_LINK, nonces(db)[invitation.id])}"


def filled(db, invitation, **given):
    """A form with these answers, by the last word of the question's key."""
    asked = questions_of(db, invitation)
    return {f"question_{asked[f'hot.{key}'].id}": value for key, value in given.items()}


class TestAnswering:
    def test_a_stranger_with_the_link_answers_and_is_thanked(self, client, db, invitation, link):
        page = client.get(link).page
        assert "Premiers pas avec Pix" in page.h1
        assert "lundi 28 décembre 2026" in page.text

        answer = client.post(link, data=filled(db, invitation, satisfaction="4", recommendation="9"))

        assert answer.status_code == 303
        assert "Merci" in client.get(answer.location).page.h1
        assert sorted(db.scalars(select(SurveyAnswerValue.number))) == [4, 9]

    def test_the_answer_says_neither_who_nor_when(self, client, db, invitation, link):
        client.post(link, data=filled(db, invitation, satisfaction="4", recommendation="9"))

        columns = set(SurveyAnswer.__table__.columns.keys()) | set(SurveyAnswerValue.__table__.columns.keys())
        assert not {name for name in columns if name.endswith("_at") or "person" in name or "invit" in name}
        answer = db.scalars(select(SurveyAnswer)).one()
        assert (answer.organisation_kind.value, answer.departement_code) == ("local_authority", "62")
        db.refresh(invitation)
        assert invitation.answered_on == MONDAY.date()

    def test_nobody_is_named_on_the_page(self, client, db, invitation, link):
        page = client.get(link).page

        assert "Alice" not in page.html
        assert "Martin" not in page.html

    def test_each_objective_is_told_before_and_now(self, client, db, invitation, link):
        data = filled(db, invitation, satisfaction="4", recommendation="9")
        (question,) = filled(db, invitation, objectives="")
        data |= {f"{question}_0_before": "1", f"{question}_0_now": "3"}

        client.post(link, data=data)

        told = select(SurveyAnswerValue.objective, SurveyAnswerValue.moment, SurveyAnswerValue.number)
        levels = {tuple(row) for row in db.execute(told.where(SurveyAnswerValue.objective.is_not(None)))}
        assert levels == {("ouvrir un compte Pix", "before", 1), ("ouvrir un compte Pix", "now", 3)}

    def test_what_is_missing_is_said_and_what_was_typed_stays(self, client, db, invitation, link):
        answer = client.post(link, data=filled(db, invitation, satisfaction="4", change="Plus <court>."))

        assert answer.status_code == 422
        assert "Plus &lt;court&gt;." in answer.page.html
        assert [field.get("value") for field in answer.page.all("input") if "checked" in field.attrib] == [
            "4"
        ]
        assert count(db, SurveyAnswer) == 0

    def test_words_that_changed_meanwhile_are_read_again_before_anything_is_kept(
        self, client, db, session, invitation, link
    ):
        def add(wording):
            with transaction() as writing:
                given = {"kind": QuestionKind.SCALE, "wording": wording, "by": make_person(), "now": MONDAY}
                return add_question(writing, session.hub_id, Audience.HOT, **given).id

        def put(page):
            return next(one.get("value") for one in page.all("input") if one.get("name") == "put")

        number = add("La salle convenait-elle ?")
        data = filled(db, invitation, satisfaction="4", recommendation="9") | {f"question_{number}": "5"}
        data["put"] = put(client.get(link).page)
        with transaction() as writing:
            said = {"wording": "La salle était-elle trop froide ?", "choices": "", "is_required": False}
            change_question(writing, number, **said, by=make_person(), now=MONDAY)

        answer = client.post(link, data=data)
        assert answer.status_code == 422
        assert "Le hub a changé les questions" in answer.page.text
        assert "trop froide" in answer.page.text
        assert count(db, SurveyAnswer) == 0
        checked = [one.get("value") for one in answer.page.all("input") if "checked" in one.attrib]
        assert checked == ["4", "9", "5"]
        assert client.post(link, data=data | {"put": put(answer.page)}).status_code == 303

    def test_a_note_that_was_never_proposed_is_refused(self, client, db, invitation, link):
        answer = client.post(link, data=filled(db, invitation, satisfaction="6", recommendation="9"))

        assert answer.status_code == 422
        assert count(db, SurveyAnswer) == 0


class TestDeadLinks:
    def test_a_link_serves_once(self, client, db, invitation, link):
        data = filled(db, invitation, satisfaction="4", recommendation="9")
        client.post(link, data=data)

        again = client.get(link)
        assert again.status_code == 410
        assert "ne sert qu'une fois" in again.page.text.replace("’", "'")
        assert client.post(link, data=data).status_code == 410
        assert db.scalars(select(SurveyRound.answered)).all() == [1]

    def test_after_sixty_days_it_is_closed(self, client, db, invitation, link, at):
        with at(MONDAY + timedelta(days=60)):
            assert client.get(link).status_code == 410
            data = filled(db, invitation, satisfaction="4", recommendation="9")
            assert client.post(link, data=data).status_code == 410
        assert count(db, SurveyAnswer) == 0

    def test_a_reader_of_english_is_told_in_english(self, client, link, at):
        with at(MONDAY + timedelta(days=60)):
            answer = client.get(link, headers={"Accept-Language": "en"})
        assert "This survey is closed" in answer.page.text

    def test_the_hash_alone_opens_nothing(self, client, db, invitation):
        (nonce,) = nonces(db).values()

        assert client.get(f"/surveys/{nonce}").status_code == 404
        assert client.get(f"/surveys/{invitation.token_hash}").status_code == 404
        assert client.get(f"/surveys/{link_token('reset', nonce)}").status_code == 404

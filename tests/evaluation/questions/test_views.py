from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from shared_services.core.database import transaction
from shared_services.evaluation.defaults import DEFAULTS, Audience
from shared_services.evaluation.models import FunderContact, Survey, SurveyQuestion
from shared_services.evaluation.questions.operations import ensure_survey
from tests.support.makers import MONDAY, count, make_hub, make_manager, make_offer, make_session
from tests.support.surveys import answered

NEW = {"new-wording": "Le buffet ?", "new-kind": "choice", "new-choices": "Bon\nMauvais\nBon\n"}


@pytest.fixture
def hub(db):
    return make_hub()


@pytest.fixture
def browser(hub, sign_in):
    return sign_in(make_manager(hub))


def questions(db, hub, audience=Audience.HOT):
    statement = (
        select(SurveyQuestion)
        .join(Survey, SurveyQuestion.survey_id == Survey.id)
        .where(Survey.hub_id == hub.id, Survey.audience == audience)
        .order_by(SurveyQuestion.position)
    )
    return list(db.scalars(statement.execution_options(populate_existing=True)))


def answer(hub, **given):
    session = make_session(make_offer(hub), starts_on=date(2026, 12, 28))
    answered(session, {"hot.satisfaction": 4, "hot.recommendation": 9, **given})


class TestDefaults:
    def test_a_hub_that_set_nothing_reads_the_questions_of_the_house(self, db, hub, browser):
        for audience, asked in DEFAULTS.items():
            page = browser.get(f"/manage/{hub.id}/surveys/{audience.value}").page
            assert all(str(one.wording)[:20] in page.text for one in asked)
        assert count(db, Survey) == 0
        assert "12 semaines" in browser.get(f"/manage/{hub.id}/surveys").page.text.replace("\u00a0", " ")

    def test_they_are_made_once(self, db, hub, browser):
        for _ in range(2):
            browser.post(f"/manage/{hub.id}/surveys/hot/own")

        assert len(questions(db, hub)) == len(DEFAULTS[Audience.HOT])

    def test_every_survey_has_one_question_that_all_hubs_ask(self):
        assert {sum(one.is_common for one in asked) >= 1 for asked in DEFAULTS.values()} == {True}

    def test_an_unknown_survey_does_not_exist(self, hub, browser):
        assert browser.get(f"/manage/{hub.id}/surveys/nobody").status_code == 404


class TestQuestions:
    def test_a_hub_adds_its_own_with_each_choice_once(self, db, hub, browser):
        browser.post(f"/manage/{hub.id}/surveys/hot/questions", data=NEW)

        own = questions(db, hub)[-1]
        assert [words for _value, words in own.options] == ["Bon", "Mauvais"]
        assert "Le buffet ?" in browser.get(f"/manage/{hub.id}/surveys/hot").page.text

    def test_a_choice_needs_choices(self, db, hub, browser):
        data = NEW | {"new-choices": "Bon"}
        assert browser.post(f"/manage/{hub.id}/surveys/hot/questions", data=data).status_code == 422
        assert questions(db, hub) == []

    def test_objectives_are_not_asked_twice(self, hub, browser):
        data = NEW | {"new-kind": "objectives"}
        assert browser.post(f"/manage/{hub.id}/surveys/hot/questions", data=data).status_code == 422

    def test_twelve_at_most(self, hub, browser):
        answers = [
            browser.post(f"/manage/{hub.id}/surveys/hot/questions", data=NEW).status_code for _ in range(7)
        ]
        assert answers == [303] * 6 + [422]

    def test_its_own_is_reworded_until_somebody_answers(self, db, hub, browser):
        browser.post(f"/manage/{hub.id}/surveys/hot/questions", data=NEW)
        own = questions(db, hub)[-1]
        address, reworded = (
            f"/manage/survey-questions/{own.id}",
            {"wording": "Et le buffet ?", "choices": "A\nB"},
        )
        assert browser.post(address, data=reworded).status_code == 303
        assert questions(db, hub)[-1].said == "Et le buffet ?"

        with transaction() as writing:
            writing.get(SurveyQuestion, own.id).key = ""
        session = make_session(make_offer(hub), starts_on=date(2026, 12, 28))
        answered(session, {"": "A"})

        assert browser.post(address, data=reworded | {"wording": "Autre"}).status_code == 409
        assert questions(db, hub)[-1].said == "Et le buffet ?"
        assert "ne change plus" in browser.get(address).page.text

    def test_the_words_of_the_house_stay(self, db, hub, browser):
        browser.post(f"/manage/{hub.id}/surveys/hot/own")
        house = questions(db, hub)[-1]

        data = {"wording": "Autre chose"}
        assert browser.post(f"/manage/survey-questions/{house.id}", data=data).status_code == 409

    def test_what_all_hubs_ask_is_not_retired_the_rest_is_and_comes_back(self, db, hub, browser):
        browser.post(f"/manage/{hub.id}/surveys/hot/own")
        common, *_rest, last = questions(db, hub)

        assert browser.post(f"/manage/survey-questions/{common.id}/retire").status_code == 409
        browser.post(f"/manage/survey-questions/{last.id}/retire")
        assert questions(db, hub)[-1].retired_at == MONDAY
        browser.post(f"/manage/survey-questions/{last.id}/restore")
        assert questions(db, hub)[-1].retired_at is None


class TestRhythm:
    def test_it_is_paused_and_sent_again(self, db, hub, browser):
        browser.post(f"/manage/{hub.id}/surveys/hot/rhythm", data={})
        assert "en pause" in browser.get(f"/manage/{hub.id}/surveys").page.text
        browser.post(f"/manage/{hub.id}/surveys/hot/rhythm", data={"rhythm-is_active": "y"})
        assert "en pause" not in browser.get(f"/manage/{hub.id}/surveys").page.text

    def test_the_weeks_are_the_hub_s(self, db, hub, browser):
        data = {"rhythm-is_active": "y", "rhythm-weeks_after": "8"}
        browser.post(f"/manage/{hub.id}/surveys/cold/rhythm", data=data)
        assert "8 semaines" in browser.get(f"/manage/{hub.id}/surveys").page.text.replace("\u00a0", " ")
        data |= {"rhythm-weeks_after": "1"}
        assert browser.post(f"/manage/{hub.id}/surveys/cold/rhythm", data=data).status_code == 422


class TestFunders:
    def test_they_are_added_once_and_taken_off(self, db, hub, browser):
        data = {"contact-name": "Denise Roux", "contact-email": "D.Roux@dept.example"}
        assert browser.post(f"/manage/{hub.id}/surveys/contacts", data=data).status_code == 303
        assert browser.post(f"/manage/{hub.id}/surveys/contacts", data=data).status_code == 422
        contact = db.scalars(select(FunderContact)).one()
        assert contact.email == "d.roux@dept.example"

        browser.post(f"/manage/funder-contacts/{contact.id}/remove")
        assert count(db, FunderContact) == 0

    def test_the_house_s_survey_for_them_is_ready(self, db, hub):
        with transaction() as writing:
            ensure_survey(writing, hub.id, Audience.FUNDER, now=MONDAY)
        assert [one.key for one in questions(db, hub, Audience.FUNDER)] == [
            one.key for one in DEFAULTS[Audience.FUNDER]
        ]


class TestOrder:
    @pytest.fixture
    def asked(self, db, hub, browser):
        browser.post(f"/manage/{hub.id}/surveys/hot/own")
        return [one.id for one in questions(db, hub)]

    def test_a_question_goes_up_and_down_and_the_button_stays_under_the_finger(self, db, hub, browser, asked):
        third = asked[2]
        answer = browser.post(f"/manage/survey-questions/{third}/sooner")
        assert answer.location.endswith(f"#sooner-{third}")
        assert [one.id for one in questions(db, hub)][:3] == [asked[0], third, asked[1]]
        answer = browser.post(f"/manage/survey-questions/{third}/later")
        assert answer.location.endswith(f"#later-{third}")
        assert [one.id for one in questions(db, hub)] == asked

    def test_where_it_can_go_no_further_the_other_button_takes_over(self, hub, browser, asked):
        answer = browser.post(f"/manage/survey-questions/{asked[1]}/sooner")
        assert answer.location.endswith(f"#later-{asked[1]}")
        answer = browser.post(f"/manage/survey-questions/{asked[-2]}/later")
        assert answer.location.endswith(f"#sooner-{asked[-2]}")

    def test_each_button_leads_to_one_that_is_on_the_page(self, hub, browser, asked):
        for question_id, way in [(asked[1], "sooner"), (asked[3], "sooner"), (asked[-2], "later")]:
            anchor = browser.post(f"/manage/survey-questions/{question_id}/{way}").location.partition("#")[2]
            assert f'id="{anchor}"' in browser.get(f"/manage/{hub.id}/surveys/hot").page.html

    def test_people_are_asked_in_that_order(self, hub, browser, asked, client, db):
        browser.post(f"/manage/survey-questions/{asked[1]}/sooner")
        own = db.scalars(select(Survey).options(selectinload(Survey.questions))).one()
        assert [one.key for one in own.asked][:2] == ["hot.recommendation", "hot.satisfaction"]

    def test_another_hub_moves_nothing(self, db, hub, asked, sign_in):
        other = sign_in(make_manager(make_hub()))
        assert other.post(f"/manage/survey-questions/{asked[1]}/sooner").status_code == 403
        assert [one.id for one in questions(db, hub)] == asked

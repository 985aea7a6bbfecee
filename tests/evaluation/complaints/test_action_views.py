from datetime import date, timedelta

import pytest
from sqlalchemy import select

from shared_services.evaluation.complaints.models import ActionText, ImprovementAction
from shared_services.evaluation.jobs import forget_surveys
from shared_services.evaluation.models import SurveyAnswerValue
from tests.evaluation.complaints.test_manage_views import file
from tests.support.makers import MONDAY, count, make_hub, make_manager, make_offer, make_session
from tests.support.queries import count_queries
from tests.support.surveys import answered

WHAT = {"what": "Un double des clés au café d'en face", "who": "Maud", "due_on": "2027-01-15"}


@pytest.fixture
def hub(db):
    return make_hub()


@pytest.fixture
def browser(hub, sign_in):
    return sign_in(make_manager(hub))


def said(db, hub, words="Salle introuvable."):
    answered(
        make_session(make_offer(hub), starts_on=date(2026, 12, 28)),
        *[{"hot.satisfaction": 3, "hot.change": words} for _ in range(5)],
    )
    return db.scalars(select(SurveyAnswerValue.id).where(SurveyAnswerValue.words == words)).first()


class TestOpening:
    def test_it_cites_the_answers_and_complaints_it_comes_from(self, db, hub, browser):
        text_id, complaint = said(db, hub), file(hub)
        address = f"/manage/{hub.id}/actions/new?text={text_id}&complaint={complaint.id}"
        assert "Salle introuvable." in browser.get(address).page.text

        answer = browser.post(address, data=WHAT)

        text = browser.get(answer.location).page.text
        assert "Un double des clés" in text
        assert "Salle introuvable." in text
        assert complaint.reference in text

    def test_it_cites_nothing_that_was_said_to_another_hub(self, db, hub, browser):
        other = make_hub()
        text_id, complaint = said(db, other), file(other)

        browser.post(f"/manage/{hub.id}/actions/new?text={text_id}&complaint={complaint.id}", data=WHAT)

        action = db.scalars(select(ImprovementAction)).one()
        assert count(db, ActionText) == 0
        assert complaint.reference not in browser.get(f"/manage/actions/{action.id}").page.text

    def test_nonsense_in_the_address_cites_nothing(self, hub, browser):
        assert (
            browser.get(f"/manage/{hub.id}/actions/new?text=x&text={2**70}&complaint=-1").status_code == 200
        )

    def test_what_is_missing_is_said(self, hub, browser):
        answer = browser.post(f"/manage/{hub.id}/actions/new", data={"what": "", "due_on": "31/02/2027"})

        assert answer.status_code == 422


class TestLife:
    def test_it_is_done_and_its_effect_is_noted(self, db, hub, browser):
        browser.post(f"/manage/{hub.id}/actions/new", data=WHAT)
        action = db.scalars(select(ImprovementAction)).one()

        done = WHAT | {"done_on": "2027-01-10", "effect": "Plus une plainte depuis."}
        browser.post(f"/manage/actions/{action.id}", data=done)

        text = browser.get(f"/manage/{hub.id}/actions").page.text
        assert "Plus une plainte depuis." in text
        assert "dimanche 10 janvier" in text

    def test_a_late_one_says_so(self, hub, browser, at):
        browser.post(f"/manage/{hub.id}/actions/new", data=WHAT)

        assert "en retard" not in browser.get(f"/manage/{hub.id}/actions").page.text
        with at(MONDAY + timedelta(days=13)):
            assert "en retard" in browser.get(f"/manage/{hub.id}/actions").page.text

    def test_it_outlives_what_it_cites(self, db, hub, browser):
        browser.post(f"/manage/{hub.id}/actions/new?text={said(db, hub)}", data=WHAT)

        forget_surveys(MONDAY + timedelta(days=7 * 365))

        assert (count(db, ActionText), count(db, ImprovementAction)) == (0, 1)

    def test_as_many_statements_whatever_their_number(self, hub, browser):
        browser.post(f"/manage/{hub.id}/actions/new", data=WHAT)
        browser.get(f"/manage/{hub.id}/actions")
        with count_queries() as few:
            browser.get(f"/manage/{hub.id}/actions")
        for _ in range(3):
            browser.post(f"/manage/{hub.id}/actions/new", data=WHAT)
        with count_queries() as many:
            browser.get(f"/manage/{hub.id}/actions")
        assert len(many) == len(few)

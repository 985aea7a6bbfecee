"""What people think: a survey answered from its link, a complaint and its answer."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.accounts.tokens import link_token
from shared_services.core import clock
from shared_services.core.database import read_session
from shared_services.evaluation.messages import SURVEY_LINK
from shared_services.evaluation.models import SurveyInvitation, SurveyRound
from shared_services.network.models import Hub
from tests.support.makers import MONDAY, make_offer, make_session
from tests.support.surveys import ask, came, nonces

pytestmark = pytest.mark.browser

OBJECTIVES = "À la fin, vous saurez :\n- trier ses photos\n- en garder une copie"
WINDOWS = [
    pytest.param(1280, True, "Bruit dans la salle", id="desk"),
    pytest.param(390, False, "Salle trop petite", id="phone-without-javascript"),
]


@pytest.fixture
def link(site):
    """The link that one participant of a session of the first hub was sent."""
    with site.app.app_context(), clock.stopped(MONDAY):
        db = read_session()
        manager = db.scalars(select(Person).where(Person.email == "manager@demo.example")).one()
        offer = make_offer(
            db.get_one(Hub, 1), author=manager, title="Ranger ses photos", objectives=OBJECTIVES
        )
        session = make_session(offer, starts_on=date(2026, 12, 28))
        came(session)
        ask(session)
        invitation_id = db.scalars(
            select(SurveyInvitation.id).join(SurveyRound).where(SurveyRound.bookable_id == session.id)
        ).one()
        return f"/surveys/{link_token(SURVEY_LINK, nonces(db)[invitation_id])}"


@pytest.mark.parametrize("script", [pytest.param(True, id="script"), pytest.param(False, id="no-script")])
def test_a_link_answers_once(open_site, link, script):
    participant = open_site(390, script=script)
    participant.go(link)
    assert "Ranger ses photos" in participant.h1
    for question, answer in (("convenu", "4"), ("recommanderiez", "9")):
        asked = participant.main.get_by_role("group", name=re.compile(question))
        asked.get_by_label(answer, exact=True).check()
    participant.main.get_by_label("Très bien", exact=True).first.check()
    participant.picture("survey")
    participant.press("Envoyer mes réponses")
    assert "Merci" in participant.h1

    participant.go(link)
    participant.picture("survey-answered")
    assert "Votre réponse est déjà enregistrée" in participant.text
    assert participant.main.locator("form").count() == 0


@pytest.mark.parametrize(("width", "script", "subject"), WINDOWS)
def test_a_complaint_is_answered(open_site, width, script, subject):
    aidant = open_site(width, script=script, as_="aidant")
    aidant.go("/hubs/monts-et-vallees")
    aidant.follow("réclamation")
    aidant.fill(subject=subject, what_happened="On ne s'entendait pas, au fond.")
    aidant.press("Envoyer ma réclamation")
    assert subject in aidant.h1

    manager = open_site(width, script=script, as_="manager")
    manager.go("/manage/1")
    manager.follow("Registre des réclamations")
    manager.follow(subject)
    manager.fill(answer__words="Vous avez raison : nous changeons de salle.")
    manager.press("Envoyer la réponse")

    aidant.go("/complaints")
    aidant.follow(subject)
    assert "nous changeons de salle" in aidant.text
    aidant.picture("complaint-answered")


@pytest.mark.parametrize("script", [pytest.param(True, id="script"), pytest.param(False, id="no-script")])
def test_a_question_goes_up_by_the_keyboard_and_the_focus_with_it(open_site, script):
    manager = open_site(390, script=script, as_="manager")
    manager.go("/manage/1/surveys/hot")
    titles = manager.main.locator("ol.card-list strong")
    before = titles.all_inner_texts()
    upwards = manager.main.get_by_role("button", name="Monter").nth(2)
    button = upwards.get_attribute("id")

    for _ in range(2):
        manager.main.locator(f"#{button}").focus()
        with manager.page.expect_navigation():
            manager.page.keyboard.press("Enter")
        assert manager.page.locator(":focus").get_attribute("id") == button

    assert titles.all_inner_texts()[:4] == [before[0], before[3], *before[1:3]]
    manager.judge()
    manager.picture(f"question-order-{'script' if script else 'no-script'}")

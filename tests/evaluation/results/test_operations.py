from datetime import date

import pytest
from sqlalchemy import select

from shared_services.core.audit import AuditEntry
from shared_services.core.database import read_session, transaction
from shared_services.evaluation.complaints.operations import Plan, open_action
from shared_services.evaluation.models import SurveyAnswerValue
from shared_services.evaluation.results.operations import withdraw_words
from tests.support.makers import MONDAY, make_hub, make_manager, make_offer, make_session
from tests.support.surveys import answered

NAMING, PLAIN = "Mme Durand sentait l'alcool.", "Trop court."


@pytest.fixture
def hub(db):
    return make_hub()


@pytest.fixture
def manager(hub):
    return make_manager(hub)


@pytest.fixture
def session(hub):
    session = make_session(make_offer(hub), starts_on=date(2026, 12, 14))
    notes = {"hot.satisfaction": 4, "hot.recommendation": 8}
    texts = [{"hot.change": NAMING}, {"hot.change": PLAIN}, {}, {}, {}]
    answered(session, *[notes | text for text in texts])
    return session


def number_of(words):
    return read_session().scalars(select(SurveyAnswerValue.id).where(SurveyAnswerValue.words == words)).one()


def withdraw(hub, *value_ids, by):
    with transaction() as writing:
        return withdraw_words(writing, hub.id, value_ids, by=by, now=MONDAY)


def test_nobody_reads_it_any_more_and_that_there_was_one_is_said(hub, session, manager, sign_in):
    number = number_of(NAMING)
    with transaction() as writing:
        open_action(writing, hub.id, Plan(what="Parler"), text_ids=[number], by=manager, now=MONDAY)
    browser = sign_in(manager)
    chosen = browser.get(f"/manage/{hub.id}/evaluation/texts?text={number}").page
    assert NAMING in chosen.text
    assert PLAIN not in chosen.text

    browser.post(f"/manage/{hub.id}/evaluation/texts?text={number}")

    for path in ("evaluation", "actions"):
        page = browser.get(f"/manage/{hub.id}/{path}").page.text
        assert NAMING not in page
        assert "Texte retiré par le hub" in page
    file = browser.get(f"/manage/{hub.id}/evaluation.csv").get_data(as_text=True)
    assert NAMING not in file
    assert "[texte retiré par le hub" in file
    assert PLAIN in file


def test_the_trail_says_who_and_not_what(db, hub, session, manager):
    assert withdraw(hub, number_of(NAMING), by=manager) == 1

    trail = db.scalars(select(AuditEntry).where(AuditEntry.action == "texts_withdrawn")).one()
    assert trail.actor_id == manager.id
    assert "Durand" not in str(trail.details)


def test_another_hub_withdraws_nothing_of_it_and_twice_is_once(hub, session, manager):
    number, other = number_of(NAMING), make_hub()

    assert withdraw(other, number, by=make_manager(other)) == 0
    assert withdraw(hub, number, by=manager) == 1
    assert withdraw(hub, number, by=manager) == 0


def test_without_any_the_page_says_to_tick_some(hub, session, manager, sign_in):
    answer = sign_in(manager).get(f"/manage/{hub.id}/evaluation/texts", follow_redirects=True)

    assert "Cochez d'abord les textes à retirer." in answer.page.text.replace("’", "'")

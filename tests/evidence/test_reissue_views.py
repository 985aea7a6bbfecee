from datetime import timedelta

import pytest

from shared_services.accounts.queries import get_person
from shared_services.core.database import transaction
from shared_services.evidence.operations import issue_certificate
from tests.support.evidence import hold, issue
from tests.support.makers import make_hub, make_manager

NUMBER = "NORD-2027-000001"


@pytest.fixture
def after(session):
    return session.ends_at + timedelta(days=1)


@pytest.fixture
def path(session, alice, trainer, after):
    hold(session, by=trainer, came=[alice])
    issue(issue_certificate, session, alice, now=after)
    return f"/manage/sessions/{session.id}/certificates/{alice.id}/redo"


def test_a_manager_makes_it_again_from_the_papers_of_the_session(
    sign_in, manager, session, alice, path, after, at, client
):
    with transaction() as db:
        get_person(db, alice.person_id).first_name = "Alicia"
    with at(after):
        browser = sign_in(manager)
        assert path in browser.get(f"/manage/sessions/{session.id}/papers").page.html
        page = browser.get(path).page
        for said in ("Alicia Durand", "6 h", f"{NUMBER}, version 2"):
            assert said in page.text, said

        browser.post(path, data={"seen": "1", "reason": "Prénom mal écrit"})
        papers = browser.get(f"/manage/sessions/{session.id}/papers").page

    assert "version 2" in papers.text
    assert "est remplacée par la version 2" in client.get(f"/verify/{NUMBER}?version=1").page.text
    assert "Valable" in client.get(f"/verify/{NUMBER}?version=2").page.text


def test_it_needs_a_reason(sign_in, manager, path, after, at):
    with at(after):
        answer = sign_in(manager).post(path, data={"seen": "1", "reason": " "})

    assert answer.status_code == 422


def test_pressed_twice_it_is_made_once(sign_in, manager, path, after, at):
    with at(after):
        browser = sign_in(manager)
        answers = [browser.post(path, data={"seen": "1", "reason": "Nom"}) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [303, 409]
    assert "refait entre-temps" in answers[1].page.text


def test_trainers_and_managers_of_other_hubs_do_not(sign_in, trainer, session, path, after, at):
    with at(after):
        assert sign_in(trainer).get(path).status_code == 403
        assert "/redo" not in sign_in(trainer).get(f"/manage/sessions/{session.id}/papers").page.html
        assert sign_in(make_manager(make_hub())).post(path, data={}).status_code == 403


def test_there_must_be_one(sign_in, manager, session, path, at, after):
    with at(after):
        answer = sign_in(manager).get(f"/manage/sessions/{session.id}/certificates/0/redo")

    assert answer.status_code == 404

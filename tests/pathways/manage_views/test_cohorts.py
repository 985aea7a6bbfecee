import pytest
from sqlalchemy import select

from shared_services.pathways.models import Cohort, CohortSession
from tests.support.makers import make_hub, make_manager
from tests.support.pathways import ids_of, make_cohort, make_pathway, plan_sessions


@pytest.fixture
def hub(db):
    return make_hub()


@pytest.fixture
def browser(sign_in, hub):
    return sign_in(make_manager(hub))


@pytest.fixture
def pathway(hub):
    return make_pathway(hub)


@pytest.fixture
def where(pathway):
    return f"/manage/pathways/{pathway.id}/cohorts"


def test_a_name_and_a_session_of_each_module_open_a_cohort(db, client, browser, pathway, where):
    sessions = ids_of(plan_sessions(pathway))
    assert "Ouvrir une promotion" in browser.get(where).page.h1

    chosen = {f"m{module_id}": session_id for module_id, session_id in sessions.items()}
    assert browser.post(where, data={"name": "Printemps"} | chosen).status_code == 303

    rows = db.execute(select(CohortSession.module_id, CohortSession.session_id))
    assert {row[0]: row[1] for row in rows} == sessions
    assert "Printemps" in client.get(f"/pathways/{pathway.id}").page.text


def test_a_session_missing_or_unknown_opens_nothing(db, browser, pathway, where):
    sessions = ids_of(plan_sessions(pathway))
    chosen = {f"m{module_id}": session_id for module_id, session_id in sessions.items()}
    first = next(iter(chosen))

    for wrong in (chosen | {first: 0}, chosen | {first: 999_999}, chosen | {first: "x"}):
        assert browser.post(where, data={"name": "Printemps"} | wrong).status_code == 422
    assert browser.post(where, data=chosen).status_code == 422
    assert db.scalars(select(Cohort)).all() == []


def test_a_cohort_is_removed_from_the_page(client, browser, pathway):
    cohort = make_cohort(pathway, plan_sessions(pathway))

    assert browser.post(f"/manage/cohorts/{cohort.id}/remove").status_code == 303

    assert "Printemps" not in client.get(f"/pathways/{pathway.id}").page.text
    assert browser.post(f"/manage/cohorts/{cohort.id}/remove").status_code == 404

from shared_services.pathways.models import Moment
from shared_services.pathways.operations import rate_objectives
from tests.support.bookings import do
from tests.support.makers import make_hub, make_manager, make_person
from tests.support.pathways import follow, ids_of, make_pathway, plan_sessions
from tests.support.queries import count_queries


def test_who_follows_it_how_far_and_what_they_say(db, sign_in):
    hub = make_hub()
    pathway = make_pathway(hub)
    sessions = ids_of(plan_sessions(pathway))
    browser, where = sign_in(make_manager(hub)), f"/manage/pathways/{pathway.id}/people"
    assert "Personne ne suit encore ce parcours" in browser.get(where).page.text

    for name, score in (("Ana", 1), ("Bo", 4)):
        person = make_person(name, "Aidante")
        enrolment = follow(pathway, person, sessions)
        scores = dict.fromkeys(pathway.objective_lines, score)
        do(rate_objectives, enrolment, Moment.BEFORE, scores, by=person)

    text = browser.get(where).page.text
    assert "Ana Aidante" in text
    assert "2,5 sur 4" in text
    assert "(2 réponses)" in text
    with count_queries() as two:
        browser.get(where)
    for _ in range(5):
        follow(pathway, make_person(), sessions)
    with count_queries() as seven:
        browser.get(where)
    assert len(seven) == len(two)

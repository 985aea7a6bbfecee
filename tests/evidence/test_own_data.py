from shared_services.accounts.own_data import collect
from shared_services.accounts.queries import get_person
from shared_services.evidence.operations import issue_certificate
from tests.support.evidence import hold, issue


def test_her_papers_are_told_and_nobody_else_s(db, session, alice, bob, trainer):
    hold(session, by=trainer, came=[alice, bob])
    for one in (alice, bob):
        issue(issue_certificate, session, one, now=session.ends_at)

    told = collect(db, get_person(db, alice.person_id))

    assert [row["number"] for row in told["certificate"]] == ["NORD-2027-000001"]
    assert ["durand" in row["name"] for row in told["session_paper"]] == [True]
    assert "says_hash" not in told["session_paper"][0]

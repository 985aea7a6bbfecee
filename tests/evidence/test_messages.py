from datetime import timedelta

import pytest

from shared_services.attendance.models import What
from shared_services.evidence.operations import issue_certificate, review_certificate
from shared_services.outbox.letters import Dropped
from shared_services.outbox.registry import renderer_of
from tests.support.attendance import half_days
from tests.support.evidence import correct, hold, issue

NUMBER = "NORD-2027-000001"


@pytest.fixture
def after(session):
    return session.ends_at + timedelta(days=1)


def letter(db, version):
    payload = {"number": NUMBER, "version": version, "reason": "Nom mal écrit"}
    return renderer_of("certificate_replaced")(db, payload)


def test_it_leads_to_her_papers_and_to_the_check(db, session, alice, trainer, after):
    hold(session, by=trainer, came=[alice])
    issue(issue_certificate, session, alice, now=after)

    facts = letter(db, 1).facts

    assert facts["reason"] == "Nom mal écrit"
    assert facts["papers_url"].endswith(f"/bookings/{alice.reference}/papers")
    assert facts["verify_url"].endswith(f"/verify/{NUMBER}")


def test_it_is_dropped_when_another_version_stands(db, session, alice, trainer, after):
    hold(session, by=trainer, came=[alice])
    issue(issue_certificate, session, alice, now=after)
    correct(session, half_days(session)[0], alice, What.ABSENT, by=trainer, now=after)
    issue(issue_certificate, session, alice, now=after)

    assert letter(db, 2).template == "certificate_replaced"
    with pytest.raises(Dropped):
        letter(db, 1)


def test_it_is_dropped_when_the_certificate_is_withdrawn(db, session, alice, trainer, after):
    hold(session, by=trainer, came=[alice])
    issue(issue_certificate, session, alice, now=after)
    for half_day in half_days(session):
        correct(session, half_day, alice, What.ABSENT, by=trainer, now=after)
    issue(review_certificate, session, alice, now=after)

    with pytest.raises(Dropped):
        letter(db, 1)

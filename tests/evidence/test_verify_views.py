from datetime import timedelta

import pytest

from shared_services.attendance.models import What
from shared_services.evidence.operations import issue_certificate, review_certificate
from tests.support.attendance import half_days
from tests.support.evidence import correct, hold, issue

NUMBER = "NORD-2027-000001"


@pytest.fixture
def after(session):
    return session.ends_at + timedelta(days=1)


@pytest.fixture
def paper(session, alice, trainer, after):
    hold(session, by=trainer, came=[alice])
    return issue(issue_certificate, session, alice, now=after)


def test_a_valid_one_tells_what_the_paper_says_and_the_initials_only(client, paper):
    answer = client.get(f"/verify/{NUMBER}?version=1")

    for said in ("Valable", "Association Hub du Nord", "Premiers pas avec Pix", "6 h", "A. D.", paper.sha256):
        assert said in answer.page.text, said
    assert "Durand" not in answer.page.text
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_a_number_typed_carelessly_is_found(client, paper):
    answer = client.get("/verify?number=+nord-2027-000001 ")

    assert answer.location.endswith(f"/verify/{NUMBER}")


@pytest.mark.parametrize("number", ["NORD-2027-000002", "x", "%3Cscript%3E"])
def test_an_unknown_one_says_so(client, paper, number):
    answer = client.get(f"/verify/{number}")

    assert answer.status_code == 404
    assert "Inconnu" in answer.page.text


def test_a_version_that_was_never_made_is_unknown(client, paper):
    assert "Inconnu" in client.get(f"/verify/{NUMBER}?version=2").page.text


def test_a_corrected_one_is_said_to_be_replaced_soon_then_replaced(
    client, session, alice, trainer, paper, after
):
    correct(session, half_days(session)[0], alice, What.ABSENT, by=trainer, now=after)
    assert "En cours de remplacement" in client.get(f"/verify/{NUMBER}?version=1").page.text

    issue(review_certificate, session, alice, now=after)
    old = client.get(f"/verify/{NUMBER}?version=1").page.text
    new = client.get(f"/verify/{NUMBER}?version=2").page.text

    assert "La version 1 est remplacée par la version 2" in old
    assert "Valable" in new
    assert "3 h" in new


def test_a_withdrawn_one_is_worth_nothing(client, session, alice, trainer, paper, after):
    for half_day in half_days(session):
        correct(session, half_day, alice, What.ABSENT, by=trainer, now=after)
    issue(review_certificate, session, alice, now=after)

    text = client.get(f"/verify/{NUMBER}").page.text

    assert "Retiré" in text
    assert "6 h" not in text


def test_whoever_tries_number_after_number_is_stopped(client, paper):
    for _number in range(60):
        assert client.get(f"/verify/{NUMBER}").status_code == 200
    assert client.get(f"/verify/{NUMBER}").status_code == 429

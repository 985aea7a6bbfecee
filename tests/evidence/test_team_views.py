from datetime import date, timedelta

import pytest

from shared_services.attendance.models import What
from shared_services.evidence.operations import issue_certificate, review_certificate
from tests.support.attendance import half_days
from tests.support.bookings import book
from tests.support.evidence import correct, hold, issue
from tests.support.makers import (
    make_affiliation,
    make_offer,
    make_organisation,
    make_person,
    make_session,
)
from tests.support.queries import count_queries

NUMBER = "NORD-2027-000001"


@pytest.fixture
def after(session):
    return session.ends_at + timedelta(days=1)


@pytest.fixture
def certified(session, alice, bob, trainer, after):
    """Alice came for the library, Bob on his own; both have their certificates."""
    hold(session, by=trainer, came=[alice, bob])
    for one in (alice, bob):
        issue(issue_certificate, session, one, now=after)


def referent_of(organisation):
    person = make_person("Rachel", "Référente")
    make_affiliation(person, organisation, is_referent=True)
    return person


def test_a_referent_takes_what_was_certified_to_her_people(sign_in, certified, library):
    browser = sign_in(referent_of(library))
    page = browser.get(f"/organisations/{library.id}/certificates").page

    for said in ("Alice Durand", "Premiers pas avec Pix", "Hub du Nord", "6 h", NUMBER):
        assert said in page.text, said
    assert "Bob Martin" not in page.text
    file = browser.get(f"/organisations/{library.id}/certificates/{NUMBER}.pdf")
    assert file.data.startswith(b"%PDF-")
    assert "durand" in file.headers["Content-Disposition"]


def test_never_those_of_others(sign_in, certified, library):
    theirs = make_organisation("Mairie de Liévin")
    browser = sign_in(referent_of(theirs))

    assert "Aucun certificat" in browser.get(f"/organisations/{theirs.id}/certificates").page.text
    assert browser.get(f"/organisations/{theirs.id}/certificates/{NUMBER}.pdf").status_code == 404
    for path in ("certificates", f"certificates/{NUMBER}.pdf"):
        assert browser.get(f"/organisations/{library.id}/{path}").status_code == 403


def test_not_that_of_somebody_who_came_on_his_own(sign_in, certified, library):
    browser = sign_in(referent_of(library))

    assert browser.get(f"/organisations/{library.id}/certificates/NORD-2027-000002.pdf").status_code == 404


def test_a_plain_colleague_sees_none(sign_in, certified, library):
    colleague = make_person()
    make_affiliation(colleague, library)

    assert sign_in(colleague).get(f"/organisations/{library.id}/certificates").status_code == 403


def test_a_withdrawn_one_is_marked_and_not_given(sign_in, session, alice, certified, library, trainer, after):
    for half_day in half_days(session):
        correct(session, half_day, alice, What.ABSENT, by=trainer, now=after)
    issue(review_certificate, session, alice, now=after)
    browser = sign_in(referent_of(library))

    assert "Retiré" in browser.get(f"/organisations/{library.id}/certificates").page.text
    assert browser.get(f"/organisations/{library.id}/certificates/{NUMBER}.pdf").status_code == 404


def test_the_list_costs_the_same_however_long(sign_in, hub, certified, library, trainer):
    browser, path = sign_in(referent_of(library)), f"/organisations/{library.id}/certificates"
    browser.get(path)
    with count_queries() as few:
        browser.get(path)
    for number in range(3):
        other = make_session(make_offer(hub, title=f"Suite {number}"), starts_on=date(2027, 3, 1 + number))
        booking = book(other, make_person(), organisation_id=library.id)
        hold(other, by=trainer, came=[booking])
        issue(issue_certificate, other, booking, now=other.ends_at)
    with count_queries() as many:
        assert "Suite 2" in browser.get(path).page.text

    assert len(many) == len(few)

from datetime import date, timedelta

import pytest

from shared_services.accounts.models import Person
from shared_services.attendance.models import What
from shared_services.evidence.operations import issue_certificate, review_certificate
from shared_services.evidence.passport.reading import read_passport
from tests.support.attendance import half_days
from tests.support.bookings import book
from tests.support.evidence import correct, hold, issue
from tests.support.makers import make_offer, make_person, make_session
from tests.support.pathways import follow, ids_of, make_pathway, plan_sessions


@pytest.fixture
def person(alice, db):
    return db.get(Person, alice.person_id)


def test_hours_are_those_of_the_sheet_and_the_certificate_is_told_by_its_number(
    db, session, alice, person, trainer
):
    hold(session, by=trainer, came=[alice])
    (before,) = read_passport(db, person).trainings
    issue(issue_certificate, session, alice, now=session.ends_at + timedelta(days=1))
    (after,) = read_passport(db, person).trainings

    assert (before.minutes, before.number) == (360, "")
    assert (after.number, after.employer, after.hub) == (
        "NORD-2027-000001",
        "Médiathèque de Lens",
        "Hub du Nord",
    )
    assert after.first_on == after.last_on == date(2027, 2, 2)


def test_a_withdrawn_certificate_is_worth_nothing(db, session, alice, person, trainer):
    hold(session, by=trainer, came=[alice])
    later = session.ends_at + timedelta(days=1)
    issue(issue_certificate, session, alice, now=later)
    for half_day in half_days(session):
        correct(session, half_day, alice, What.ABSENT, by=trainer, now=later)
    issue(review_certificate, session, alice, now=later)

    assert read_passport(db, person).certificates == 0


def test_what_is_to_come_is_not_in_it(db, person):
    assert read_passport(db, person).is_empty


def test_the_latest_comes_first_and_all_is_added_up(db, hub, session, alice, person, trainer):
    hold(session, by=trainer, came=[alice])
    later = make_session(make_offer(hub, title="Plus tard"), starts_on=date(2027, 3, 2))
    hold(later, by=trainer, came=[book(later, person)])

    passport = read_passport(db, person)
    assert [one.title for one in passport.trainings] == ["Plus tard", "Premiers pas avec Pix"]
    assert (passport.minutes, passport.trainings[0].employer) == (720, "")


def test_a_pathway_under_way_tells_how_far_she_is(db, hub):
    person = make_person()
    pathway = make_pathway(hub, title="Devenir médiatrice", modules=2)
    follow(pathway, person, ids_of(plan_sessions(pathway)))

    (told,) = read_passport(db, person).pathways
    assert (told.title, told.done, told.total, told.finished_on) == ("Devenir médiatrice", 0, 2, None)

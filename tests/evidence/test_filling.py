from datetime import timedelta

import pytest

from shared_services.attendance.models import What
from shared_services.core.database import read_session, transaction
from shared_services.evidence.filling import make_all, survey
from shared_services.network.models import HubIdentity
from shared_services.papers.models import PaperKind
from tests.support.attendance import half_days
from tests.support.bookings import book
from tests.support.evidence import correct, hold
from tests.support.makers import MONDAY, make_offer, make_session
from tests.support.queries import count_queries

CERTIFICATE, STATEMENT = PaperKind.CERTIFICATE, PaperKind.STATEMENT


@pytest.fixture
def after(session):
    return session.ends_at + timedelta(days=1)


def needs(session, now):
    return [one.kind for one in survey(read_session(), session.id).needs(now=now)]


def fill(session, now):
    return make_all(survey(read_session(), session.id).needs(now=now), now=now)


def test_before_it_everybody_needs_a_convocation(session, alice, bob):
    assert sorted(needs(session, MONDAY)) == [
        PaperKind.ATTENDANCE_SHEET,
        PaperKind.CONVOCATION,
        PaperKind.CONVOCATION,
        PaperKind.PROGRAMME,
    ]


def test_each_who_pays_needs_an_agreement(hub, library):
    session = make_session(make_offer(hub, price_cents=100))
    book(session, organisation_id=library.id)
    book(session, organisation_id=library.id)
    book(session)

    assert needs(session, MONDAY).count(PaperKind.TRAINING_AGREEMENT) == 2


def test_afterwards_who_came_needs_certificate_and_statement(session, alice, bob, trainer, after):
    hold(session, by=trainer, came=[alice], away=[bob])

    assert needs(session, after).count(CERTIFICATE) == 1
    assert needs(session, after).count(STATEMENT) == 1


def test_once_made_nothing_is_missing_but_the_seal_is_looked_at(session, alice, trainer, after):
    hold(session, by=trainer, came=[alice])
    fill(session, after)

    assert needs(session, after) == [PaperKind.SIGNED_SHEET]


def test_a_correction_is_found(session, alice, trainer, after):
    hold(session, by=trainer, came=[alice])
    fill(session, after)
    correct(session, half_days(session)[0], alice, What.ABSENT, by=trainer, now=after)

    assert set(needs(session, after)) == {PaperKind.SIGNED_SHEET, CERTIFICATE, STATEMENT}


def test_without_identity_the_rest_is_made(hub, session, alice, trainer, after):
    hold(session, by=trainer, came=[alice])
    with transaction() as db:
        db.delete(db.get_one(HubIdentity, hub.id))

    assert CERTIFICATE not in needs(session, after)
    assert fill(session, after) == 3


def test_no_convocation_is_made_up_afterwards(session, alice, trainer, after):
    hold(session, by=trainer, came=[alice])

    assert PaperKind.CONVOCATION not in needs(session, after)


def test_more_people_cost_no_more_queries(db, session, alice):
    db.expire_all()
    with count_queries() as few:
        survey(db, session.id)
    for _number in range(5):
        book(session)
    db.expire_all()
    with count_queries() as many:
        survey(db, session.id)

    assert len(many) == len(few)

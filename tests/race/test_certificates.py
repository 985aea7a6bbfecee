"""Certificates numbered at once, real threads and real commits."""

import pytest
from sqlalchemy import event, func, select

from shared_services.core import clock
from shared_services.core.database import _begin_sqlite, database, transaction
from shared_services.evidence import queries
from shared_services.evidence.models import Certificate
from shared_services.evidence.operations import issue_certificate
from tests.support.bookings import book
from tests.support.evidence import hold, make_identity
from tests.support.makers import MONDAY, make_hub, make_offer, make_session, make_trainer
from tests.support.real import all_at_once

pytestmark = pytest.mark.race

SESSIONS = 4
CODES = iter(f"R{number}" for number in range(100))


def certifying(session_id, booking_id, now):
    def task():
        with transaction() as db:
            return issue_certificate(db, session_id, booking_id, now=now).subject

    return task


def one_round(app):
    """Four sessions of one hub are certified at once: what each thread was given."""
    with app.app_context(), clock.stopped(MONDAY):
        hub = make_hub()
        make_identity(hub, next(CODES))
        trainer, tasks = make_trainer(hub), []
        for _number in range(SESSIONS):
            session = make_session(make_offer(hub, author=trainer))
            ends_at, booking = session.ends_at, book(session)
            hold(session, by=trainer, came=[booking])
            tasks.append(certifying(session.id, booking.id, ends_at))
    return all_at_once(app, tasks)


def test_every_certificate_has_a_number_of_its_own_without_holes(app):
    for _number in range(3):
        numbers = sorted(one_round(app))

        assert [number[-6:] for number in numbers] == ["000001", "000002", "000003", "000004"]


@pytest.fixture
def counted(app, monkeypatch):
    """Numbers as the systems give them that read the highest and add one."""

    def highest_and_one(db, name):
        last = db.scalar(select(func.max(Certificate.number)).where(Certificate.number.startswith(name)))
        return int(last[-6:]) + 1 if last else 1

    monkeypatch.setattr(queries, "next_in_series", highest_and_one)
    with app.app_context():
        engine = database.engine
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite:
        event.remove(engine, "begin", _begin_sqlite)
    yield
    if is_sqlite:
        event.listen(engine, "begin", _begin_sqlite)


def test_without_the_series_two_want_the_same_number(app, counted):
    for _number in range(10):
        if any(isinstance(result, Exception) for result in one_round(app)):
            return
    pytest.fail("the race did not happen: this suite proves nothing")

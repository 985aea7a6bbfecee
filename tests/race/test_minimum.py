"""The job that decides whether a date stands, while its people leave and others come."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.queries import get_person
from shared_services.booking import ledger, operations
from shared_services.booking.errors import BookingClosed
from shared_services.booking.models import Bookable, CancelledBy, Verdict
from shared_services.core import clock
from shared_services.core.audit import AuditEntry
from shared_services.core.database import read_session, transaction
from shared_services.kinds.trainings.operations import settle_session
from shared_services.outbox.models import OutboxMessage
from tests.support.makers import MONDAY, make_offer, make_person, make_session
from tests.support.real import all_at_once

pytestmark = pytest.mark.race

ROUNDS = 10
DECIDES = MONDAY + timedelta(days=1)
MINIMUM = 3


@pytest.fixture(scope="module")
def people(app):
    with app.app_context(), clock.stopped(MONDAY):
        return [make_person().id for _ in range(MINIMUM + 2)]


def settling(session_id):
    def task():
        with transaction() as db:
            return settle_session(db, session_id, now=DECIDES)

    return task


def leaving(booking_id):
    def task():
        with transaction() as db:
            side = CancelledBy.PARTICIPANT
            operations.cancel(db, booking_id, by=None, cancelled_by=side, now=DECIDES)

    return task


def coming(person_id, session_id):
    def task():
        with transaction() as db:
            person = get_person(db, person_id)
            operations.reserve(db, session_id, person=person, by=person, now=DECIDES)

    return task


def race(app, people):
    """Exactly enough people; one leaves, two come, and three schedulers decide, all at once."""
    with app.app_context():
        session = make_session(make_offer(), minimum=MINIMUM, decides_at=DECIDES, cancels_itself=True)
        session_id, bookings = session.id, []
        for person_id in people[:MINIMUM]:
            with transaction() as db:
                person = get_person(db, person_id)
                booking = operations.reserve(db, session_id, person=person, by=person, now=MONDAY)
                db.flush()
                bookings.append(booking.id)
    tasks = [settling(session_id) for _ in range(3)] + [leaving(bookings[0])]
    tasks += [coming(person_id, session_id) for person_id in people[MINIMUM:]]
    return session_id, all_at_once(app, tasks)


def test_one_decision_is_taken_and_everybody_hears_it_once(app, people):
    for _ in range(ROUNDS):
        session_id, results = race(app, people)

        strange = [one for one in results if isinstance(one, Exception)]
        assert all(isinstance(one, BookingClosed) for one in strange), results
        with app.app_context():
            db = read_session()
            session = db.get_one(Bookable, session_id)
            decided = select(AuditEntry.action).where(
                AuditEntry.subject_id == session_id,
                AuditEntry.action.in_(["maintained", "minimum_missed"]),
            )
            actions = db.scalars(decided).all()
            assert len(actions) == 1
            stands = actions == ["maintained"]
            assert (session.verdict == Verdict.GO) == stands
            assert (session.status.value == "scheduled") == stands
            told = db.scalars(select(OutboxMessage.dedup_key)).all()
            assert len(told) == len(set(told))
            assert ledger.recount(db) == []


def test_without_the_lock_it_is_decided_twice(app, people, monkeypatch):
    """The control: who decides on what was read before the lock decides again."""
    monkeypatch.setattr(operations.minimum, "is_due", lambda bookable, *, now: True)
    for _ in range(5 * ROUNDS):  # the first that breaks is enough
        session_id, _results = race(app, people)
        with app.app_context():
            decided = select(AuditEntry.id).where(
                AuditEntry.subject_id == session_id,
                AuditEntry.action.in_(["maintained", "minimum_missed"]),
            )
            if len(read_session().scalars(decided).all()) > 1:
                return
    pytest.fail("the race did not happen: this suite proves nothing")

"""Managers who answer the same request about absences at once, real threads and real commits."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shared_services.accounts.queries import get_person
from shared_services.booking.no_shows import counting
from shared_services.booking.no_shows.errors import ReviewAnswered
from shared_services.booking.operations import answer_review
from shared_services.core import clock
from shared_services.core.audit import AuditEntry
from shared_services.core.database import read_session, transaction
from shared_services.outbox.models import OutboxMessage
from tests.support.makers import MONDAY, make_hub, make_manager, make_person
from tests.support.no_shows import DAYS, ask, miss
from tests.support.real import all_at_once

pytestmark = pytest.mark.race

MANAGERS = 4
ROUNDS = 8
NOW = MONDAY + timedelta(days=30)


def answering(review_id, manager_id, *, accept):
    def task():
        with transaction() as db:
            by = get_person(db, manager_id)
            answer_review(db, review_id, accept=accept, answer="Vu.", by=by, now=NOW)
            return "answered"

    return task


def one_round(app):
    """What each manager was told; the messages posted, and the decisions in the trail."""
    with app.app_context(), clock.stopped(MONDAY):
        hub, person = make_hub(no_shows_allowed=2), make_person()
        for day in DAYS:
            miss(hub, person, on=day)
        review_id = ask(hub, person, now=NOW).id
        managers = [make_manager(hub).id for _ in range(MANAGERS)]
    results = all_at_once(
        app,
        [answering(review_id, one, accept=number % 2 == 0) for number, one in enumerate(managers)],
    )
    with app.app_context():
        db = read_session()
        key = f"no_show_review_answered:{review_id}"
        posted = db.scalar(select(func.count(OutboxMessage.id)).where(OutboxMessage.dedup_key == key))
        trail = select(func.count(AuditEntry.id)).where(
            AuditEntry.subject_kind == "no_show_review",
            AuditEntry.subject_id == review_id,
            AuditEntry.action.in_(("accepted", "kept")),
        )
        return results, posted, db.scalar(trail)


def test_the_first_answer_is_the_only_one_and_she_has_one_message(app):
    for _ in range(ROUNDS):
        results, posted, decided = one_round(app)

        assert results.count("answered") == 1
        assert [r for r in results if r != "answered" and not isinstance(r, ReviewAnswered)] == []
        assert (posted, decided) == (1, 1)


def test_without_the_lock_two_decide(app, no_guard, monkeypatch):
    monkeypatch.setattr(counting, "lock_review", counting.get_review)
    for _ in range(5 * ROUNDS):
        results, _posted, _decided = one_round(app)
        if results.count("answered") != 1:
            return
        if any(isinstance(r, Exception) and not isinstance(r, ReviewAnswered) for r in results):
            return  # what the database itself refuses: somebody else had decided meanwhile
    pytest.fail("the race did not happen: this suite proves nothing")

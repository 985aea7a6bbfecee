"""One link opened on several devices at once, real threads and real commits."""

from datetime import date, timedelta
from threading import Barrier, get_ident

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from shared_services.accounts.tokens import hash_token
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.evaluation import queries
from shared_services.evaluation.defaults import Audience
from shared_services.evaluation.errors import SurveyAnswered
from shared_services.evaluation.models import SurveyAnswer, SurveyInvitation, SurveyRound
from shared_services.evaluation.operations import answer_survey, ask_about
from shared_services.outbox import jobs as outbox
from shared_services.outbox import queries as outbox_queries
from shared_services.outbox.models import MessageState, OutboxMessage
from shared_services.outbox.operations import LEASE
from tests.support.makers import MONDAY, make_session
from tests.support.real import all_at_once
from tests.support.surveys import ask, came, nonces

pytestmark = pytest.mark.race

AT_ONCE = 6
# Room for answers given twice: the count of the round is a second guard, which must not hide the first.
PEOPLE = 10


def asked(app):
    """The number of a round, and the hash of one link in it."""
    with app.app_context(), clock.stopped(MONDAY):
        session = make_session(starts_on=date(2026, 12, 28))
        for _ in range(PEOPLE):
            came(session)
        ask(session)
        db = read_session()
        invitation = db.scalars(select(SurveyInvitation).order_by(SurveyInvitation.id.desc())).first()
        return invitation.round_id, hash_token(nonces(db)[invitation.id])


def answering(token_hash):
    def task():
        with transaction() as db:
            answer_survey(db, token_hash, [], now=MONDAY)
            return "answered"

    return task


def one_round(app):
    round_id, token_hash = asked(app)
    results = all_at_once(app, [answering(token_hash) for _ in range(AT_ONCE)])
    with app.app_context():
        db = read_session()
        kept = db.scalar(select(func.count(SurveyAnswer.id)).where(SurveyAnswer.round_id == round_id))
        return results, kept, db.get_one(SurveyRound, round_id).answered


def test_a_link_opened_several_times_at_once_answers_once(app):
    for _ in range(10):
        results, kept, counted = one_round(app)

        assert results.count("answered") == 1
        assert [r for r in results if r != "answered" and not isinstance(r, SurveyAnswered)] == []
        assert (kept, counted) == (1, 1)


def test_without_the_lock_somebody_answers_twice(app, no_guard, monkeypatch):
    monkeypatch.setattr(
        queries,
        "lock_invitation_of",
        lambda db, token_hash: db.scalar(
            select(SurveyInvitation)
            .where(SurveyInvitation.token_hash == token_hash)
            .options(joinedload(SurveyInvitation.organisation))
        ),
    )
    for _ in range(30):
        _results, kept, _counted = one_round(app)
        if kept > 1:
            return
    pytest.fail("nobody answered twice: the test above proves nothing")


def test_two_passes_at_once_invite_everybody_once(app):
    with app.app_context(), clock.stopped(MONDAY):
        session = make_session(starts_on=date(2026, 12, 28))
        session_id = session.id
        for _ in range(4):
            came(session)

    def passing():
        with transaction() as db:
            return ask_about(db, session_id, Audience.HOT, now=MONDAY)

    assert sorted(all_at_once(app, [passing] * 4)) == [0, 0, 0, 4]


SCHEDULERS = 4


def reminders(app, monkeypatch, claim=outbox.operations.claim_next):
    """Several schedulers send the first reminders of one round at once; how often each of them left."""
    with app.app_context(), clock.stopped(MONDAY):
        session = make_session(starts_on=date(2026, 12, 28))
        for _ in range(PEOPLE):
            came(session)
        ask(session)
        outbox.deliver_messages(MONDAY)
        asked = select(SurveyInvitation.id).join(SurveyRound).where(SurveyRound.bookable_id == session.id)
        invitation_ids = set(read_session().scalars(asked))
    left, send = [], outbox._send

    def noted(message):
        left.append((message.kind, message.payload.get("invitation_id")))
        return send(message)

    with monkeypatch.context() as patched, clock.stopped(MONDAY + timedelta(days=5)):
        patched.setattr(outbox, "_send", noted)
        with monkeypatch.context() as claiming:
            claiming.setattr(outbox.operations, "claim_next", claim)
            all_at_once(app, [lambda: outbox.deliver_messages(clock.now())] * SCHEDULERS)
        with app.app_context():
            outbox.deliver_messages(clock.now())  # whoever lost a race stopped there
    return [left.count(("survey_reminder", invitation_id)) for invitation_id in invitation_ids]


def test_each_reminder_leaves_once_whoever_sends_them(app, monkeypatch):
    assert reminders(app, monkeypatch) == [1] * PEOPLE


def test_without_the_claim_somebody_is_reminded_twice(app, no_guard, monkeypatch):
    for _ in range(20):  # the first that breaks is enough: on SQLite whoever loses the lock often stops there
        if max(reminders(app, monkeypatch, taken_as_it_was_read())) > 1:
            return
    pytest.fail("nobody was reminded twice: the test above proves nothing")


def taken_as_it_was_read():
    """A claim that writes what it read before anybody wrote."""
    all_have_read, waited = Barrier(SCHEDULERS), set()

    def claim(db, *, holder, now):
        due = select(OutboxMessage.id).where(outbox_queries.is_due(now)).order_by(OutboxMessage.id)
        message_id = db.scalar(due.limit(1))
        if get_ident() not in waited:
            waited.add(get_ident())
            all_have_read.wait(timeout=60)
        if message_id is None:
            return None
        db.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == message_id)
            .values(state=MessageState.SENDING, claimed_by=holder, lease_until=now + LEASE)
        )
        return outbox_queries.get_message(db, message_id)

    return claim

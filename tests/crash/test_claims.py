"""Claiming for real, by several connections at once, without the scheduler's lease in front."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from shared_services.core.database import read_session, transaction
from shared_services.outbox import operations
from shared_services.outbox.letters import Recipient
from shared_services.outbox.models import OutboxMessage
from tests.support.real import all_at_once, real_app

pytestmark = pytest.mark.race

MESSAGES, WORKERS, ROUNDS = 5, 12, 10


@pytest.fixture
def app(tmp_path):
    with real_app(tmp_path) as app:
        yield app


def post(key):
    with transaction() as db:
        operations.post(
            db,
            "password_changed",
            recipient=Recipient("zoe@test.example", "fr"),
            key=key,
            payload={},
            now=datetime(2027, 1, 4, tzinfo=UTC),
        )


def claim_one():
    with transaction() as db:
        message = operations.claim_next(db, holder="a", now=datetime(2027, 1, 4, tzinfo=UTC))
        return message.id if message else None


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_more_workers_than_messages_claim_each_once(app, round_number):
    with app.app_context():
        for number in range(MESSAGES):
            post(f"claim:{number}")

    results = all_at_once(app, [claim_one] * WORKERS)

    assert not [result for result in results if isinstance(result, Exception)]
    claimed = [result for result in results if result is not None]
    assert len(claimed) == len(set(claimed)) == MESSAGES


def test_the_same_fact_written_by_many_is_one_message(app):
    written = all_at_once(app, [lambda: post("fact:1")] * WORKERS)

    assert written == [None] * WORKERS
    with app.app_context():
        assert len(read_session().scalars(select(OutboxMessage)).all()) == 1

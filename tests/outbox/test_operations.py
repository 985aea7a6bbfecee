from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.core.database import transaction
from shared_services.outbox import operations
from shared_services.outbox.letters import Recipient
from shared_services.outbox.models import MessageState, OutboxMessage
from shared_services.outbox.operations import WAITS
from tests.support.makers import MONDAY


def post(key="one", **given):
    with transaction() as db:
        operations.post(
            db,
            "password_changed",
            recipient=Recipient("zoe@test.example", "fr"),
            key=key,
            payload={},
            now=MONDAY,
            **given,
        )


def claim(*, now=MONDAY, holder="a"):
    with transaction() as db:
        message = operations.claim_next(db, holder=holder, now=now)
        return message.id if message else None


def fail(message_id, *, now, for_good=False):
    with transaction() as db:
        operations.mark_failed(db, message_id, error="451 later", for_good=for_good, now=now)


def row(db):
    return db.scalars(select(OutboxMessage).execution_options(populate_existing=True)).one()


class TestPost:
    def test_the_same_key_twice_is_one_message(self, db):
        post()
        first = row(db).message_id
        post()

        assert row(db).message_id == first
        assert first.endswith("@localhost>")


class TestClaimNext:
    def test_what_is_not_due_waits(self, db):
        post(due_at=MONDAY + timedelta(hours=1))

        assert claim() is None
        assert claim(now=MONDAY + timedelta(hours=1)) is not None

    def test_what_one_holds_another_does_not_get(self, db):
        post()

        assert claim() is not None
        assert claim(holder="b") is None

    def test_what_a_dead_holder_left_is_taken_back(self, db):
        post()
        first = claim()

        assert claim(holder="b", now=MONDAY + operations.LEASE) == first
        assert row(db).claimed_by == "b"


class TestMarkFailed:
    def test_waits_grow_until_it_is_given_up(self, db):
        post()
        now = MONDAY
        for wait in WAITS:
            fail(claim(now=now), now=now)
            assert row(db).state == MessageState.QUEUED
            assert row(db).next_attempt_at == now + wait
            assert claim(now=now + wait - timedelta(seconds=1)) is None
            now += wait
        fail(claim(now=now), now=now)

        assert row(db).state == MessageState.FAILED
        assert row(db).last_error == "451 later"

    def test_a_final_refusal_is_not_tried_again(self, db):
        post()
        fail(claim(), now=MONDAY, for_good=True)

        assert row(db).state == MessageState.FAILED

    @pytest.mark.parametrize("for_good", [True, False])
    def test_only_what_was_given_up_is_retried_by_hand(self, db, for_good):
        post()
        message_id = claim()
        fail(message_id, now=MONDAY, for_good=for_good)
        with transaction() as db:
            assert operations.retry(db, message_id, now=MONDAY) is for_good

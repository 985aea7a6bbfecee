from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.core.database import transaction
from shared_services.outbox import operations
from shared_services.outbox.jobs import deliver_messages, forget_old_messages
from shared_services.outbox.letters import Recipient
from shared_services.outbox.models import MessageState, OutboxMessage
from shared_services.outbox.rendering import render
from tests.support.makers import MONDAY, make_person


def post(key, *, kind="password_changed", payload=None, recipient="zoe@test.example"):
    with transaction() as db:
        operations.post(
            db, kind, recipient=Recipient(recipient, "fr"), key=key, payload=payload or {}, now=MONDAY
        )


def state_of(db, key):
    return found(db, key).state


def found(db, key):
    statement = select(OutboxMessage).where(OutboxMessage.dedup_key == key)
    return db.scalars(statement.execution_options(populate_existing=True)).one()


class TestDeliverMessages:
    def test_one_that_cannot_be_rendered_does_not_hold_the_others_up(self, db):
        post("broken", kind="nobody_renders_this")
        post("good", payload={"person_id": make_person().id})

        assert deliver_messages(MONDAY) == 2
        assert state_of(db, "broken") == MessageState.QUEUED
        assert "nobody_renders_this" in found(db, "broken").last_error
        assert state_of(db, "good") == MessageState.SENT
        assert found(db, "broken").message_id not in found(db, "good").kept_copy
        assert found(db, "good").message_id in found(db, "good").kept_copy

    def test_what_is_no_longer_true_is_dropped_and_says_why(self, db):
        post("untrue", kind="confirm_email", payload={"nonce": "a link used meanwhile"})
        deliver_messages(MONDAY)

        assert state_of(db, "untrue") == MessageState.DROPPED
        assert found(db, "untrue").last_error


class TestRender:
    def test_a_recipient_cannot_add_headers(self, db):
        post(
            "bad",
            payload={"person_id": make_person().id},
            recipient="zoe@test.example\nBcc: all@test.example",
        )

        with pytest.raises(ValueError, match="linefeed"):
            render(db, found(db, "bad"))


class TestForgetOldMessages:
    def test_after_a_year_what_was_settled_goes_and_what_waits_stays(self, db):
        post("sent", payload={"person_id": make_person().id})
        deliver_messages(MONDAY)
        post("waiting")

        assert forget_old_messages(MONDAY + timedelta(days=365)) == 0
        assert forget_old_messages(MONDAY + timedelta(days=366)) == 1
        assert state_of(db, "waiting") == MessageState.QUEUED

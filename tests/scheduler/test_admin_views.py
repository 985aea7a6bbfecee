import pytest

from shared_services.core.database import transaction
from shared_services.outbox import operations
from shared_services.outbox.models import MessageState, OutboxMessage
from shared_services.scheduler.lease import take_lease
from shared_services.scheduler.operations import run_and_record
from tests.support.bookings import book
from tests.support.makers import MONDAY, make_admin, make_person, make_session
from tests.support.queries import count_queries


@pytest.fixture
def client(sign_in, db):
    return sign_in(make_admin())


class TestJobs:
    def test_nobody_at_work_is_said_loudly(self, client):
        assert "Aucun planificateur ne travaille" in client.get("/admin/jobs").page.text

    def test_who_leads_what_ran_and_what_failed(self, client, db):
        with transaction() as db:
            take_lease(db, holder="machine:1", now=MONDAY)
        run_and_record("verify_ledger", lambda now: 1 // 0, holder="machine:1", keeps_idle=True)

        text = client.get("/admin/jobs").page.text

        assert "machine:1" in text
        assert "ZeroDivisionError" in text


class TestOutbox:
    def test_a_message_given_up_is_tried_again(self, client, db):
        book(make_session())
        message = db.query(OutboxMessage).one()
        with transaction() as inner:
            operations.mark_failed(inner, message.id, error="550 non", for_good=True, now=MONDAY)
        assert "550 non" in client.get("/admin/outbox?state=failed").page.text

        client.post(f"/admin/outbox/{message.id}/retry")

        db.expire_all()
        assert message.state == MessageState.QUEUED

    def test_an_empty_state_and_an_unknown_one_are_said(self, client):
        assert "Aucun message" in client.get("/admin/outbox?state=failed").page.text
        assert client.get("/admin/outbox?state=nonsense").status_code == 200

    def test_the_list_costs_the_same_whatever_its_length(self, client, db):
        book(make_session())
        with count_queries() as few:
            client.get("/admin/outbox")
        for _ in range(5):
            book(make_session())
        with count_queries() as many:
            client.get("/admin/outbox")

        assert len(many) == len(few)


def test_only_admins_come_here(sign_in, db):
    client = sign_in(make_person())

    assert client.get("/admin/jobs").status_code == 403
    assert client.get("/admin/outbox").status_code == 403

from sqlalchemy import select

from shared_services.core import clock
from shared_services.outbox.models import OutboxMessage
from tests.support.bookings import book
from tests.support.makers import MONDAY, make_session


def run(app, *args):
    return app.test_cli_runner().invoke(args=["scheduler", *args])


class TestTick:
    def test_every_job_runs_once_at_the_instant_given(self, app, db):
        session = make_session()
        book(session)
        eve = "2027-02-01T09:00+01:00"

        result = run(app, "tick", "--at", eve)

        kinds = list(db.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id)))
        assert result.exit_code == 0
        assert "FAILED" not in result.output
        assert kinds == ["booking_confirmed", "booking_reminder", "offer_to_check"]
        assert clock.now() == MONDAY

    def test_an_instant_without_offset_is_refused_in_one_sentence(self, app, db):
        result = run(app, "tick", "--at", "2027-02-01T09:00")

        assert result.exit_code == 2
        assert "offset" in result.output

    def test_nonsense_is_refused(self, app, db):
        assert run(app, "tick", "--at", "demain").exit_code == 2


def test_status_says_who_leads_and_what_last_ran(app, db):
    assert "leader\tnone" in run(app, "status").output
    run(app, "tick")
    assert "verify_ledger\t2027-01-04T08:00:00+00:00" in run(app, "status").output

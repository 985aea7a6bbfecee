from tests.support.bookings import book
from tests.support.makers import make_session


def test_status_counts_and_deliver_sends(app, db):
    book(make_session())
    run = app.test_cli_runner().invoke

    assert "queued\t1" in run(args=["outbox", "status"]).output
    assert "1 messages handled" in run(args=["outbox", "deliver"]).output
    assert "sent\t1" in run(args=["outbox", "status"]).output

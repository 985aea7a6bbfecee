import pytest
from sqlalchemy import text

from shared_services.booking.errors import LedgerDiffers
from shared_services.booking.jobs import verify_ledger
from shared_services.core.database import transaction
from tests.support.bookings import book
from tests.support.makers import MONDAY, make_session

TAMPERINGS = {
    "UPDATE capacity_slot SET taken = taken - 1": "0 in the ledger, 1 counted",
    "UPDATE capacity_slot SET taken = taken + 1": "2 in the ledger, 1 counted",
    "UPDATE capacity_slot SET capacity = 5": "a capacity of 5, it should be 12",
    "UPDATE capacity_slot SET out_of_service = 2": "a capacity of 12, it should be 10",
    "DELETE FROM capacity_slot": "0 in the ledger, 1 counted",
    "UPDATE booking SET status = 'waitlisted', expires_at = NULL": "1 in the ledger, 0 counted",
}


def verify(app):
    return app.test_cli_runner().invoke(args=["capacity", "verify"])


def test_a_right_ledger_passes(app, db):
    book(make_session())

    result = verify(app)

    assert (result.exit_code, result.output.strip()) == (0, "the ledger is right")


def test_a_row_tampered_by_hand_is_caught_and_named(app, db):
    for statement, words in TAMPERINGS.items():
        session = make_session()
        book(session)
        with transaction() as inner:
            point = inner.begin_nested()
            inner.execute(text(f"{statement} WHERE bookable_id = {session.id}"))
            result = verify(app)
            point.rollback()

        assert result.exit_code == 1
        assert f"bookable {session.id}, slot 0: {words}" in result.output


def test_the_nightly_job_fails_visibly(db):
    book(make_session())
    with transaction() as inner:
        inner.execute(text("UPDATE capacity_slot SET taken = 2"))

    with pytest.raises(LedgerDiffers, match="1 slots differ"):
        verify_ledger(MONDAY)

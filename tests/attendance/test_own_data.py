from shared_services.accounts.own_data import collect
from shared_services.accounts.queries import get_person
from tests.support.attendance import tick_all


def test_what_is_said_of_her_booking_is_in_her_own_data_and_nobody_else_s(db, session, alice, bob, trainer):
    tick_all(session, [alice, bob], by=trainer)

    told = collect(db, get_person(db, alice.person_id))["attendance_entry"]

    assert [row["booking_id"] for row in told] == [alice.id, alice.id]
    assert all(row["what"] == "present" for row in told)

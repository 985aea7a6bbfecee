import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from shared_services.attendance.chain import Broken, find_broken, seal
from shared_services.attendance.models import AttendanceEntry
from tests.support.attendance import ABSENT, close, tamper, tick_all


@pytest.fixture
def closed(session, alice, bob, trainer):
    tick_all(session, [alice, bob], by=trainer)
    close(session, by=trainer, now=session.ends_at)
    return session


class TestTheDatabase:
    @pytest.mark.parametrize(
        "change", ["UPDATE attendance_entry SET what = 'absent'", "DELETE FROM attendance_entry"]
    )
    def test_refuses_to_change_what_was_said(self, db, closed, change):
        with pytest.raises(DBAPIError, match="only ever added"), db.begin_nested():
            db.execute(text(change))


class TestFindBroken:
    def test_nothing_when_nobody_touched_it(self, db, closed):
        assert list(find_broken(db)) == []

    @pytest.mark.parametrize(
        "change",
        [
            "what = 'absent'",
            "arrived_late_minutes = 30",
            "reason = 'malade'",
            "by_id = by_id + 1",
            "way = 'paper'",
        ],
    )
    def test_a_row_changed_in_the_database_is_named(self, db, closed, change):
        tamper(f"UPDATE attendance_entry SET {change} WHERE number = 2")

        assert list(find_broken(db)) == [Broken(closed.id, 2)]

    def test_a_row_taken_out_of_the_middle_is_missed(self, db, closed):
        tamper("DELETE FROM attendance_entry WHERE number = 3")

        assert list(find_broken(db)) == [Broken(closed.id, 3)]

    def test_the_last_rows_cut_off_are_missed(self, db, closed):
        tamper("DELETE FROM attendance_entry WHERE number = 5")

        assert list(find_broken(db)) == [Broken(closed.id, None)]

    def test_a_row_changed_and_sealed_again_breaks_the_next_one(self, db, closed):
        entry = db.scalars(select(AttendanceEntry).where(AttendanceEntry.number == 2)).one()
        entry.what = ABSENT
        forged = seal(entry)
        db.expunge(entry)

        tamper("UPDATE attendance_entry SET what = 'absent', hash = :hash WHERE number = 2", hash=forged)

        assert list(find_broken(db)) == [Broken(closed.id, 3)]

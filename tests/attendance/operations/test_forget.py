from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from shared_services.attendance.chain import find_altered, find_broken
from shared_services.attendance.models import AttendanceScan, AttendanceSignature
from shared_services.attendance.operations.forget import delete_files
from shared_services.core.database import transaction
from tests.support.attendance import sign_with_hand

THEN = date(2034, 1, 1)


@pytest.fixture
def signed(db, session, alice):
    """A page of paper and a drawn signature, each by its hash."""
    with transaction() as writing:
        sign_with_hand(writing, session.id, alice, now=session.starts_at)
    return hashes(db)


def hashes(db):
    return [db.scalars(select(one.sha256)).all() for one in (AttendanceScan, AttendanceSignature)]


def forget(*sessions):
    with transaction() as writing:
        return delete_files(writing, [one.id for one in sessions], on=THEN)


def test_pages_and_signatures_are_emptied_their_hashes_stay(db, session, signed):
    assert forget(session) == 2

    for kept in (AttendanceScan, AttendanceSignature):
        assert db.execute(select(kept.content, kept.deleted_on)).all() == [(b"", THEN)]
    assert hashes(db) == signed
    assert forget(session) == 0


def test_the_sheet_still_proves_itself(db, session, signed):
    forget(session)

    assert list(find_broken(db)) == []
    assert list(find_altered(db)) == []


def test_those_of_other_sessions_stay(db, session, signed):
    assert forget() == 0
    assert db.scalars(select(AttendanceScan.deleted_on)).all() == [None]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE attendance_signature SET content = 'x'",
        "UPDATE attendance_scan SET deleted_on = '2034-01-01', sha256 = 'x'",
        "UPDATE attendance_scan SET deleted_on = '2034-01-01'",
    ],
)
def test_nothing_else_is_changed(db, session, signed, change):
    with pytest.raises(DBAPIError), db.begin_nested():
        db.execute(text(change))


def test_what_was_emptied_stays_so(db, session, signed):
    forget(session)

    with pytest.raises(DBAPIError, match="only ever added"), db.begin_nested():
        db.execute(text("UPDATE attendance_scan SET deleted_on = NULL, content = 'x'"))

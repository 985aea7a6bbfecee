from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from shared_services.attendance.models import AttendanceScan, AttendanceSignature
from shared_services.core.database import transaction
from shared_services.evidence.jobs import delete_old_papers
from shared_services.evidence.operations import say_cofunded
from tests.support.attendance import sign_with_hand
from tests.support.makers import MONDAY


@pytest.fixture
def signed(db, session, alice):
    """A page of paper and a drawn signature of February 2027."""
    with transaction() as writing:
        return sign_with_hand(writing, session.id, alice, now=session.starts_at)


def night(year, month=1, day=1):
    return datetime(year, month, day, 3, 55, tzinfo=UTC)


def kept(db):
    db.expire_all()
    return [len(db.scalars(select(one.content)).one()) > 0 for one in (AttendanceScan, AttendanceSignature)]


def test_pages_of_paper_and_drawn_signatures_go_after_six_years(db, signed):
    assert delete_old_papers(night(2033, 12, 31)) == 0
    assert kept(db) == [True, True]
    assert delete_old_papers(night(2034)) == 2
    assert kept(db) == [False, False]
    assert delete_old_papers(night(2034, 1, 2)) == 0


def test_with_european_funds_after_ten(db, session, manager, signed):
    with transaction() as writing:
        say_cofunded(writing, session.id, is_cofunded=True, by=manager, now=MONDAY)

    assert delete_old_papers(night(2037, 12, 31)) == 0
    assert delete_old_papers(night(2038)) == 2


def test_the_sheet_says_what_was_deleted(db, session, signed, manager, sign_in, at):
    delete_old_papers(night(2034))

    with at(night(2034, 1, 2)):
        browser = sign_in(manager)
        page = browser.get(f"/manage/sessions/{session.id}/attendance").page
        file = browser.get(f"/manage/sessions/{session.id}/attendance/scans/{signed[0]}")
        drawn = browser.get(f"/manage/sessions/{session.id}/attendance/signatures/{signed[1]}.png")
    assert "fichier supprimé le dimanche 1" in page.text
    assert file.status_code == 410
    assert drawn.status_code == 404

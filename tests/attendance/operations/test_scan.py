from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared_services.attendance.errors import TooEarlyToScan, TooManyScans
from shared_services.attendance.operations import add_scans
from shared_services.attendance.operations.scan import MOST_PAGES
from shared_services.attendance.queries import list_scans
from shared_services.attendance.scanning import ScannedPage, read_page
from shared_services.core.database import transaction
from tests.support.attendance import close, tick_all
from tests.support.papers_signed import PDF, jpeg


def add(session, *pages, by, now=None):
    with transaction() as db:
        return add_scans(db, session.id, pages, by=by, now=now or session.ends_at)


class TestAddScans:
    def test_several_pages_after_the_sheet_was_closed(self, db, session, alice, trainer):
        tick_all(session, [alice], by=trainer)
        close(session, by=trainer, now=session.ends_at)

        assert add(session, read_page(PDF), read_page(jpeg()), by=trainer) == 2
        assert [one.media_type for one in list_scans(db, session.id)] == ["application/pdf", "image/webp"]

    def test_sent_again_a_page_is_kept_once(self, db, session, trainer):
        add(session, read_page(PDF), by=trainer)

        assert add(session, read_page(PDF), read_page(PDF), by=trainer) == 0
        assert len(list_scans(db, session.id)) == 1

    def test_not_before_the_session(self, session, trainer):
        with pytest.raises(TooEarlyToScan):
            add(session, read_page(PDF), by=trainer, now=session.starts_at - timedelta(minutes=1))

    def test_not_without_end(self, session, trainer):
        pages = [ScannedPage("application/pdf", PDF + bytes([one])) for one in range(MOST_PAGES)]
        add(session, *pages, by=trainer)

        with pytest.raises(TooManyScans):
            add(session, read_page(jpeg()), by=trainer)

    @pytest.mark.parametrize(
        "change", ["UPDATE attendance_scan SET sha256 = 'x'", "DELETE FROM attendance_scan"]
    )
    def test_the_database_lets_nobody_change_it(self, db, session, trainer, change):
        add(session, read_page(PDF), by=trainer)

        with pytest.raises(DBAPIError, match="only ever added"), db.begin_nested():
            db.execute(text(change))

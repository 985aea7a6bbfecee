from shared_services.attendance.operations import add_scans
from shared_services.attendance.scanning import read_page
from shared_services.core.database import transaction
from tests.support.attendance import tamper, tick_all
from tests.support.papers_signed import PDF


def test_it_says_that_all_is_as_it_was_written(app, session, alice, trainer):
    tick_all(session, [alice], by=trainer)

    result = app.test_cli_runner().invoke(args=["attendance", "verify"])

    assert (result.exit_code, result.output) == (0, "every sheet is as it was written\n")


def test_it_names_the_row_somebody_changed(app, session, alice, trainer):
    tick_all(session, [alice], by=trainer)
    tamper("UPDATE attendance_entry SET what = 'absent' WHERE number = 2")

    result = app.test_cli_runner().invoke(args=["attendance", "verify"])

    assert result.exit_code == 1
    assert f"session {session.id}: entry 2 is not what was written" in result.output


def test_it_names_the_page_of_paper_somebody_replaced(app, session, trainer):
    with transaction() as db:
        add_scans(db, session.id, [read_page(PDF)], by=trainer, now=session.ends_at)
    tamper("UPDATE attendance_scan SET sha256 = 'forged'", table="attendance_scan")

    result = app.test_cli_runner().invoke(args=["attendance", "verify"])

    assert result.exit_code == 1
    assert "the file is not what was kept" in result.output

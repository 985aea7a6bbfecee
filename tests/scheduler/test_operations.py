from datetime import timedelta

from sqlalchemy import text

from shared_services.core.database import transaction
from shared_services.scheduler.models import JobRun
from shared_services.scheduler.operations import forget_old_runs, measure_tables, run_and_record
from tests.support.makers import MONDAY, count, make_person


def run(job, **given):
    return run_and_record("a_job", job, holder="test", **{"keeps_idle": True, **given})


class TestRunAndRecord:
    def test_what_was_done_is_counted(self, db):
        assert run(lambda now: 3)

        row = db.query(JobRun).one()
        assert (row.job, row.counted, row.error, row.started_at) == ("a_job", 3, None, MONDAY)

    def test_a_failure_is_written_down_and_not_raised(self, db):
        assert not run(lambda now: 1 // 0)

        assert "ZeroDivisionError" in db.query(JobRun).one().error

    def test_a_frequent_job_that_found_nothing_leaves_no_trace(self, db):
        run(lambda now: 0, keeps_idle=False)

        assert count(db, JobRun) == 0

    def test_what_a_failed_job_had_half_written_is_undone(self, db):
        def half(now):
            with transaction() as db:
                db.add(JobRun(job="half", holder="x", started_at=now))
                db.flush()
                raise RuntimeError

        run(half)

        assert [row.job for row in db.query(JobRun)] == ["a_job"]


class TestForgetOldRuns:
    def test_ninety_days_are_kept(self, db):
        run(lambda now: 1)

        assert forget_old_runs(MONDAY + timedelta(days=90)) == 0
        assert forget_old_runs(MONDAY + timedelta(days=90, seconds=1)) == 1


def test_the_tables_are_measured(db):
    make_person()

    assert measure_tables(MONDAY) == 1
    if db.get_bind().dialect.name == "sqlite":
        assert db.scalar(text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'person'")) > 0

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger

from shared_services.scheduler.registry import JOBS

PARIS = ZoneInfo("Europe/Paris")
NIGHTLY = [job for job in JOBS if isinstance(job.trigger, CronTrigger)]


@pytest.mark.parametrize("job", NIGHTLY, ids=lambda job: job.name)
def test_nothing_is_due_in_the_hour_that_clocks_skip_or_repeat(job):
    now = datetime(2027, 3, 27, 12, tzinfo=UTC)
    for _ in range(240):
        now = job.trigger.get_next_fire_time(now, now + timedelta(seconds=1))
        assert now.astimezone(PARIS).hour != 2


def test_every_job_has_its_own_name_and_says_what_it_is_for(app):
    with app.app_context():
        assert len({job.name for job in JOBS}) == len(JOBS)
        assert all(str(job.purpose) and job.run.__doc__ for job in JOBS)

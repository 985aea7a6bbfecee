"""The scheduler process: APScheduler keeps the hours, the lease says who works."""

import logging
import os
import secrets
import signal
import socket
import threading
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.core.timetable import Job

from .lease import LIVES, RENEWED_EVERY, give_up_lease, take_lease
from .operations import run_and_record
from .registry import JOBS

log = logging.getLogger(__name__)

OPTIONS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": 300}


class Runner:
    """One scheduler process. Any number may run; the one that holds the lease does the work."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self.leads_until: datetime | None = None
        self.stopping = threading.Event()

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; then let another one lead at once."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        scheduler = BackgroundScheduler(timezone="UTC", job_defaults=OPTIONS)
        self.renew()
        for job in JOBS:
            scheduler.add_job(self.work, job.trigger, args=[job], id=job.name, next_run_time=_first_run(job))
        scheduler.start()
        while not self.stopping.wait(RENEWED_EVERY.total_seconds()):
            self.renew()
        scheduler.shutdown(wait=True)
        self.resign()

    @property
    def leads(self) -> bool:
        return self.leads_until is not None and clock.now() < self.leads_until

    def renew(self) -> None:
        """Ask for the lease; while the database does not answer, nobody is sure to lead."""
        now = clock.now()
        try:
            with self.app.app_context(), transaction() as db:
                took = take_lease(db, holder=self.holder, now=now)
        except SQLAlchemyError:
            log.exception("the lease could not be renewed")
            return
        if took != self.leads:
            log.info("%s %s", self.holder, "leads" if took else "stands by")
        self.leads_until = now + LIVES if took else None

    def work(self, job: Job) -> None:
        """Run one job if this process leads."""
        if self.leads and not self.stopping.is_set():
            with self.app.app_context():
                run_job(job, holder=self.holder)

    def resign(self) -> None:
        with self.app.app_context(), transaction() as db:
            give_up_lease(db, holder=self.holder, now=clock.now())


def run_job(job: Job, *, holder: str) -> bool:
    """Run and record one job; the frequent ones keep no trace of having found nothing."""
    is_nightly = isinstance(job.trigger, CronTrigger)
    went_well = run_and_record(job.name, job.run, holder=holder, keeps_idle=is_nightly)
    read_session().rollback()
    return went_well


def _first_run(job: Job) -> datetime | None:
    """Frequent jobs catch up at once; nightly ones wait for their hour."""
    now = clock.now()
    return job.trigger.get_next_fire_time(None, now) if isinstance(job.trigger, CronTrigger) else now

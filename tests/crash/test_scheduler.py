"""Real processes, killed for good, against a real mail server."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from shared_services.core.database import read_session, transaction
from shared_services.outbox import operations
from shared_services.outbox.letters import Recipient
from shared_services.outbox.models import MessageState, OutboxMessage
from shared_services.scheduler.queries import find_lease
from tests.conftest import ROOT
from tests.outbox.test_transport import Inbox, serving
from tests.support.makers import make_person
from tests.support.real import real_app
from tests.support.settings import SECRET

pytestmark = pytest.mark.race

MESSAGES = 12


class SlowInbox(Inbox):
    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.received.append(message_from_bytes(envelope.content)["Message-ID"])
        await asyncio.sleep(0.3)  # the window: taken by the server, not yet written down by us
        return "250 OK"


@pytest.fixture
def app(tmp_path):
    with real_app(tmp_path) as app:
        yield app


@pytest.fixture
def start(app, tmp_path):
    started = []

    def start_scheduler(mail_url):
        environ = os.environ | {
            "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
            "SECRET_KEY": SECRET,
            "MAIL_URL": mail_url,
            "APP_ENV": "testing",
        }
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "scheduler", "run"]
        with (tmp_path / f"scheduler{len(started)}.log").open("wb") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log)
        started.append(process)
        wait_until(lambda: b"is ready" in Path(log.name).read_bytes())
        return process

    yield start_scheduler
    for process in started:
        process.kill()
        process.wait()


def post_messages(app):
    now = datetime.now(UTC)
    with app.app_context():
        person = make_person()
        with transaction() as db:
            for number in range(MESSAGES):
                operations.post(
                    db,
                    "password_changed",
                    recipient=Recipient(person.email, "fr"),
                    key=f"crash:{number}",
                    payload={"person_id": person.id},
                    now=now,
                )
        return set(read_session().scalars(select(OutboxMessage.message_id)))


def wait_until(is_true, *, seconds=60):
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def count(app, state):
    with app.app_context():
        return read_session().scalar(select(func.count()).where(OutboxMessage.state == state))


def leader(app):
    with app.app_context():
        lease = find_lease(read_session())
        alive = lease is not None and lease.expires_at > datetime.now(UTC)
        return lease.holder if alive else None


def end_leases_of_the_dead(app):
    with app.app_context(), transaction() as db:
        sending = OutboxMessage.state == MessageState.SENDING
        db.execute(update(OutboxMessage).where(sending).values(lease_until=datetime.now(UTC)))


def test_a_kill_in_mid_delivery_loses_nothing_and_repeats_one_at_most(app, start):
    expected, inbox = post_messages(app), SlowInbox()
    with serving(inbox) as mail_url:
        first = start(mail_url)
        wait_until(lambda: len(inbox.received) == 4)
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert count(app, MessageState.SENDING) == 1
        end_leases_of_the_dead(app)

        start(mail_url)
        wait_until(lambda: count(app, MessageState.SENT) == MESSAGES)

    times = Counter(inbox.received)
    assert set(times) == expected
    assert sum(times.values()) == MESSAGES + 1
    assert times[inbox.received[3]] == 2


def test_two_schedulers_send_each_message_once(app, start):
    inbox = SlowInbox()
    with serving(inbox) as mail_url:
        start(mail_url)
        start(mail_url)
        expected = post_messages(app)
        wait_until(lambda: count(app, MessageState.SENT) == MESSAGES)

    assert Counter(inbox.received) == Counter(expected)


def test_another_leads_within_ten_seconds_of_a_kill(app, start):
    with serving(Inbox()) as mail_url:
        processes = {process.pid: process for process in (start(mail_url), start(mail_url))}
        wait_until(lambda: leader(app))
        dead = leader(app)
        killed = processes[int(dead.split(":")[1])]
        killed.kill()
        killed.wait()

        wait_until(lambda: leader(app) not in (None, dead), seconds=10)

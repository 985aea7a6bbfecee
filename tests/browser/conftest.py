"""The demo site served from a thread, on the clock of the tests, and people who look at it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from shared_services.accounts.passwords import hash_password
from shared_services.booking import jobs
from shared_services.core import clock
from shared_services.core.database import transaction
from shared_services.demo.load import load
from shared_services.outbox.jobs import deliver_messages
from tests.support.chromium import launch_options
from tests.support.makers import MONDAY
from tests.support.real import real_app

from .visitor import Visitor

PASSWORD = "demo-password-2026"


class Site:
    """Where the application answers, and its jobs."""

    def __init__(self, app: Flask, url: str) -> None:
        self.app = app
        self.url = url

    def run_jobs(self) -> None:
        """Everything the scheduler does by day, once, at the hour of the stopped clock."""
        with self.app.app_context():
            for job in (jobs.expire_places, jobs.post_due_reminders, deliver_messages):
                job(clock.now())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options(playwright))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The application on demo data of Monday 4 January 2027, listening on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("site")
    with real_app(folder, site_url=f"http://127.0.0.1:{port}", app_env="development") as app:
        with app.app_context(), clock.stopped(MONDAY), transaction() as db:
            load(db, password_hash=hash_password(PASSWORD), now=MONDAY)
        server = make_server("127.0.0.1", port, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Site(app, f"http://127.0.0.1:{port}")
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


@pytest.fixture
def open_site(site: Site, browser: Browser) -> Iterator[Any]:
    """`open_site(width, script, as_="aidant")` is a person in front of the site, signed in or not."""
    contexts = []

    def opened(width: int, *, script: bool = True, as_: str | None = None, locale: str = "fr-FR") -> Visitor:
        context = browser.new_context(java_script_enabled=script, locale=locale)
        context.set_default_timeout(8000)
        contexts.append(context)
        visitor = Visitor(context.new_page(), site.url, script=script)
        visitor.resize(width)
        if as_ is not None:
            visitor.sign_in(as_ if "@" in as_ else f"{as_}@demo.example", PASSWORD)
        return visitor

    yield opened
    for context in contexts:
        context.close()

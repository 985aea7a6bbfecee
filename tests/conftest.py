"""The test house: one migrated database per worker, each test rolled back; the clock is ours."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy.orm import Session

from shared_services import create_app
from shared_services.accounts.models import Person
from shared_services.core import clock
from shared_services.core.database import database, read_session
from shared_services.kinds.trainings.models import TrainingOffer
from shared_services.network.models import Hub
from tests.support import makers
from tests.support.fragile import fragile, fragile_app  # noqa: F401 - fixtures for all
from tests.support.makers import MONDAY
from tests.support.pages import PageClient
from tests.support.real import migrated_database
from tests.support.settings import settings_for
from tools.messages import compile_catalogues

settings.register_profile("house", deadline=None)  # how fast is for benchmarks
settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Sentences are compiled before the first test, by whoever starts the run."""
    if not hasattr(config, "workerinput"):
        compile_catalogues()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`make test` makes what looks at pages through a browser of tests on one engine alone."""
    for item in items:
        if {"client", "sign_in"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("page")


def pytest_collection_finish() -> None:
    """All that was imported stays to the end: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # measured: a fifth less CPU than Python's 700, 10, 10


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a migrated database of this worker's own."""
    with migrated_database(tmp_path_factory.mktemp("database")) as url:
        app = create_app(settings_for(url))
        app.test_client_class = PageClient
        yield app
        with app.app_context():
            database.engine.dispose()


@pytest.fixture
def app_with(app: Flask) -> Iterator[Any]:
    """`app_with(site_url=…)` is the application with other settings on the same database."""
    made: list[Flask] = []

    def made_with(**given: Any) -> Flask:
        made.append(create_app(settings_for(app.config["SQLALCHEMY_DATABASE_URI"], **given)))
        return made[-1]

    yield made_with
    for other in made:
        with other.app_context():
            database.engine.dispose()


@contextmanager
def opened_in_one_transaction() -> Iterator[Session]:
    """The session of this application context, on one connection whose transaction is rolled back."""
    engines = database.engines
    engine = engines[None]
    connection = engine.connect().execution_options(writes=True)
    outer = connection.begin()
    engines[None] = connection  # type: ignore[assignment]
    database.session.configure(join_transaction_mode="create_savepoint")
    try:
        yield read_session()
    finally:
        database.session.remove()
        outer.rollback()
        connection.close()
        engines[None] = engine


@pytest.fixture
def db(app: Flask) -> Iterator[Session]:
    """The session of the test. All that happens, commits included, is rolled back at the end."""
    with app.app_context(), opened_in_one_transaction() as session:
        yield session


@pytest.fixture
def client(app: Flask, db: Session) -> PageClient:
    """A stranger's browser that judges every page it is given."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def person(db: Session) -> Person:
    """Somebody with an account and nothing else."""
    return makers.make_person()


@pytest.fixture
def hub(db: Session) -> Hub:
    """A hub with nobody and nothing in it."""
    return makers.make_hub()


@pytest.fixture
def offer(hub: Hub) -> TrainingOffer:
    """A published training of that hub."""
    return makers.make_offer(hub)


@pytest.fixture
def sign_in(app: Flask, db: Session) -> Any:
    """`sign_in(person)` gives a browser where she is signed in."""

    def signed_in_client(person: Any) -> PageClient:
        token = f"device-of-{person.id}-{os.urandom(8).hex()}"
        makers.make_device(person, token, now=clock.now())
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return client  # type: ignore[return-value]

    return signed_in_client


@pytest.fixture(autouse=True)
def on_monday(request: pytest.FixtureRequest) -> Iterator[datetime]:
    """Every test happens on Monday 4 January 2027, 9 h in Paris, unless it moves the clock."""
    with clock.stopped(MONDAY):
        yield MONDAY


@pytest.fixture
def at() -> Any:
    """`with at(instant):` moves the clock there."""
    return clock.stopped


ROOT = Path(__file__).resolve().parent.parent

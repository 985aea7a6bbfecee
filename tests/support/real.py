"""An application on a database of its own that really commits, for threads and processes."""

import atexit
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier, Thread
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.pool import QueuePool

from shared_services import create_app
from shared_services.core.database import database

from .engines import worker_database
from .settings import settings_for

MOST_THREADS = 20  # of one race


@contextmanager
def migrated_database(folder: Path) -> Iterator[str]:
    """The URL of a database with all tables, gone afterwards."""
    with worker_database(folder, _template()) as url:
        yield url


@cache
def _template() -> str:
    """Migrated once a process, then only copied: twenty suites here want a database of their own."""
    kept = ExitStack()
    url = kept.enter_context(worker_database(Path(kept.enter_context(TemporaryDirectory()))))
    atexit.register(kept.close)  # after the server, if one was started: so it goes before it
    with create_app(settings_for(url)).app_context():
        upgrade()
        database.engine.dispose()
    return url


@contextmanager
def real_app(folder: Path, **given: Any) -> Iterator[Flask]:
    """A database that keeps what is committed, gone afterwards."""
    with migrated_database(folder) as url:
        app = create_app(settings_for(url, **given))
        with app.app_context():
            _keep_connections()
        try:
            yield app
        finally:
            with app.app_context():
                database.engine.dispose()


def _keep_connections() -> None:
    """Each thread of a race finds an open connection; the pool would close all but five after each round."""
    pool = database.engine.pool
    assert isinstance(pool, QueuePool)
    pool._pool.maxsize = MOST_THREADS  # PostgreSQL starts a process, which knows no table, for a new one


def all_at_once(app: Flask, tasks: list[Callable[[], Any]]) -> list[Any]:
    """Run every task in a thread of its own, released together; the results or the exceptions."""
    barrier = Barrier(len(tasks))
    results: list[Any] = [None] * len(tasks)

    def run(number: int) -> None:
        with app.app_context():
            barrier.wait()
            try:
                results[number] = tasks[number]()
            except Exception as error:  # noqa: BLE001 - the test judges what came out
                results[number] = error
            finally:
                database.session.remove()

    threads = [Thread(target=run, args=(number,)) for number in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "a thread is stuck"
    return results

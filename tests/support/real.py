"""An application on a database of its own that really commits, for threads and processes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

from flask import Flask
from flask_migrate import upgrade

from shared_services import create_app
from shared_services.core.database import database

from .engines import worker_database
from .settings import settings_for


@contextmanager
def real_app(folder: Path, **given: Any) -> Iterator[Flask]:
    """A migrated database that keeps what is committed, gone afterwards."""
    with worker_database(folder) as url:
        app = create_app(settings_for(url, **given))
        with app.app_context():
            upgrade()
        try:
            yield app
        finally:
            with app.app_context():
                database.engine.dispose()


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

"""Which database a run uses: `TEST_ENGINE=sqlite` (default) or `postgresql`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

ENGINE = os.environ.get("TEST_ENGINE", "sqlite")


@contextmanager
def worker_database(folder: Path) -> Iterator[str]:
    """The URL of an empty database, gone afterwards."""
    if ENGINE == "sqlite":
        yield f"sqlite:///{folder / 'test.sqlite3'}"
        return
    from tests.support import postgres

    with postgres.empty_database(f"test_{uuid4().hex[:12]}") as url:
        yield url

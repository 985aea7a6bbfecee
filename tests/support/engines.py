"""Which database a run uses: `TEST_ENGINE=sqlite` (default) or `postgresql`."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy.engine import make_url

ENGINE = os.environ.get("TEST_ENGINE", "sqlite")


@contextmanager
def worker_database(folder: Path, template: str | None = None) -> Iterator[str]:
    """The URL of a database gone afterwards: empty, or a copy of the one at `template`, which nobody uses."""
    copied = make_url(template).database if template else None
    if ENGINE == "sqlite":
        path = folder / "test.sqlite3"
        if copied:
            shutil.copyfile(copied, path)
        yield f"sqlite:///{path}"
        return
    from tests.support import postgres

    with postgres.empty_database(f"test_{uuid4().hex[:12]}", copied) as url:
        yield url

"""How many statements a piece of code sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from shared_services.core.database import database

# What the test house itself sends, because every test runs inside one outer transaction.
OF_THE_HOUSE = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA")


@contextmanager
def count_queries() -> Iterator[list[str]]:
    """`with count_queries() as sent:` then `len(sent)`; the statements are there to be read."""
    sent: list[str] = []

    def note(
        _connection: Any,
        _cursor: Any,
        statement: str,
        _parameters: Any,
        _context: Any,
        _many: bool,
    ) -> None:
        if not statement.lstrip().upper().startswith(OF_THE_HOUSE):
            sent.append(statement)

    engine = database.engines[None].engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)

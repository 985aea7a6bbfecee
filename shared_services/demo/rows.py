"""Rows on their way to the database: numbered here, inserted in bulk, each table after those it points to."""

from collections import Counter, defaultdict
from functools import cache
from typing import Any

from sqlalchemy import Table, func, inspect, select, text
from sqlalchemy.orm import Session

from shared_services.core.database import Model, in_chunks, refresh_statistics

CHUNK = 5_000
FULL = 50_000  # rows kept in memory at most, about

Place = tuple[Table, tuple[str, ...]]


class Rows:
    """Keeps rows until `flush`. Whoever adds one is told its number at once, and can point to it."""

    def __init__(self, db: Session) -> None:
        self._db = db
        self._waiting: dict[Place, list[dict[str, Any]]] = defaultdict(list)
        self._last: dict[Table, int] = {}
        self._kept = 0
        self.added: Counter[str] = Counter()

    def add(self, model: type[Model], **values: Any) -> int:
        """Add a row of a table whose key is a number, and give that number."""
        number = self.number(model)
        self.link(model, id=number, **values)
        return number

    def number(self, model: type[Model]) -> int:
        """The next number of a table, for a row that `link` adds later."""
        table = table_of(model)
        if table not in self._last:
            self._last[table] = self._db.scalar(select(func.max(table.c.id))) or 0
        self._last[table] += 1
        return self._last[table]

    def link(self, where: type[Model] | Table, **values: Any) -> None:
        """Add a row whose key is among its values."""
        table = where if isinstance(where, Table) else table_of(where)
        self._waiting[table, tuple(values)].append(values)
        self._kept += 1
        self.added[table.name] += 1

    def flush_when_many(self) -> None:
        if self._kept >= FULL:
            self.flush()

    def flush(self) -> None:
        """Insert what waits."""
        order = {table: number for number, table in enumerate(Model.metadata.sorted_tables)}
        for table, columns in sorted(self._waiting, key=lambda place: order[place[0]]):
            for rows in in_chunks(self._waiting[table, columns], CHUNK):
                self._db.execute(table.insert(), list(rows))
        self._waiting.clear()
        self._kept = 0

    def finish(self) -> None:
        """Insert the rest, and let the database number the next rows after ours."""
        self.flush()
        refresh_statistics(self._db)
        if self._db.get_bind().dialect.name != "postgresql":
            return
        for table, last in self._last.items():
            following = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
            self._db.execute(following, {"name": table.name, "last": last})

    def number_after_last(self, model: type[Model]) -> None:
        """Let the database number the rows that verbs write next, also after a load that was taken back."""
        if self._db.get_bind().dialect.name != "postgresql":
            return
        table = table_of(model)
        last = self._db.scalar(select(func.max(table.c.id))) or 0
        following = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :next, false)")
        self._db.execute(following, {"name": table.name, "next": last + 1})


@cache
def table_of(model: type[Model]) -> Table:
    table = inspect(model).local_table
    if not isinstance(table, Table):
        raise TypeError(f"{model} is no table")
    return table

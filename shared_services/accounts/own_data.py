"""Everything the platform holds about one person, read from the tables themselves.

Every column that points to `person.id` is followed, whichever slice it belongs to, so that a new table
is told from its first day; so is a column that says through which person's row it is about her
(`info={"told_through": "person_id"}`).
Secrets are withheld, and what is about somebody else (`info={"withheld": True}`).
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Column, or_, select
from sqlalchemy.orm import Session

from shared_services.core.audit import AuditEntry
from shared_services.core.database import Model
from shared_services.core.spreadsheets import as_csv
from shared_services.outbox.models import OutboxMessage

from .models import Person

SECRET = re.compile(r"(_hash|nonce|token|secret)$")
TOLD_OF_MESSAGES = (OutboxMessage.kind, OutboxMessage.created_at, OutboxMessage.state, OutboxMessage.sent_at)
TOLD_OF_ACTS = (AuditEntry.at, AuditEntry.action, AuditEntry.subject_kind, AuditEntry.subject_id)

Rows = list[dict[str, Any]]


def person_columns() -> Iterator[Column[Any]]:
    """Every column of the house that names a person."""
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column is Person.__table__.c.id for key in column.foreign_keys):
                yield column


def columns_through_another_row() -> Iterator[Column[Any]]:
    """Every column that names a row which names a person: what is said of her booking is said of her."""
    for table in Model.metadata.sorted_tables:
        yield from (column for column in table.columns if "told_through" in column.info)


def collect(db: Session, person: Person) -> dict[str, Rows]:
    """Table name → rows about the person, in plain values."""
    people = Person.__table__
    hers = or_(people.c.id == person.id, people.c.merged_into_id == person.id)
    found = {"person": _read(db, list(people.columns), hers)}
    by_table: dict[str, list[Column[Any]]] = {}
    for column in person_columns():
        if column.table is people:
            continue
        by_table.setdefault(column.table.name, []).append(column)
    for name, columns in by_table.items():
        hers = or_(*(column == person.id for column in columns))
        found[name] = _read(db, list(Model.metadata.tables[name].columns), hers)
    for column in columns_through_another_row():
        (key,) = column.foreign_keys
        row = key.column.table
        hers = column.in_(select(key.column).where(row.c[column.info["told_through"]] == person.id))
        found[column.table.name] = _read(db, list(column.table.columns), hers)
    found["message"] = _read(db, list(TOLD_OF_MESSAGES), OutboxMessage.recipient == person.email)
    found["act"] = _read(db, list(TOLD_OF_ACTS), AuditEntry.actor_id == person.id)
    return {name: rows for name, rows in found.items() if rows}


def as_zip(data: dict[str, Rows]) -> bytes:
    """One JSON file with everything, and one CSV file a table, safe to open in a spreadsheet."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2))
        for name, rows in data.items():
            cells = [["" if value is None else str(value) for value in row.values()] for row in rows]
            files.writestr(f"{name}.csv", as_csv(list(rows[0]), cells))
    return archive.getvalue()


def _read(db: Session, columns: list[Any], condition: Any) -> Rows:
    told = [column for column in columns if not _is_withheld(column)]
    rows = db.execute(select(*told).where(condition).order_by(told[0])).mappings()
    return [{str(key): _plain(value) for key, value in row.items()} for row in rows]


def _is_withheld(column: Any) -> bool:
    return bool(SECRET.search(column.key)) or bool(column.info.get("withheld"))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, str | int | float | bool | dict | list | None) else str(value)

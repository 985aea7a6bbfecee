"""The chain of a sheet: each entry is sealed with the one before. Knows neither people nor sessions."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import AttendanceEntry, AttendanceScan, AttendanceSheet, AttendanceSignature

AT_A_TIME = 500
FILES_AT_A_TIME = 10
# What the seal covers, in this order for ever: a column added later gets a seal of its own.
SEALED = (
    "sheet_id",
    "number",
    "booking_id",
    "starts_at",
    "ends_at",
    "what",
    "arrived_late_minutes",
    "left_early_minutes",
    "way",
    "by_id",
    "at",
    "reason",
    "request_key",
    "previous_hash",
)


@dataclass(frozen=True)
class Broken:
    """The first row of a sheet that is not what was written; `number` None when the last rows are missing."""

    session_id: int
    number: int | None


def seal(entry: AttendanceEntry) -> str:
    """SHA-256 over the canonical JSON of the row and the hash before it."""
    told = {name: _plain(getattr(entry, name)) for name in SEALED}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def append(db: Session, sheet: AttendanceSheet, entry: AttendanceEntry) -> AttendanceEntry:
    """Add an entry at the end of the chain; the caller holds the lock of the sheet's session."""
    entry.sheet_id = sheet.id
    entry.number = sheet.entries + 1
    entry.previous_hash = sheet.last_hash
    entry.hash = seal(entry)
    sheet.entries, sheet.last_hash = entry.number, entry.hash
    db.add(entry)
    return entry


def find_broken(db: Session) -> Iterator[Broken]:
    """Walk every chain, some rows at a time, and name the first broken row of each sheet."""
    sheets = select(AttendanceSheet).order_by(AttendanceSheet.id)
    with closing(db.scalars(sheets.execution_options(yield_per=AT_A_TIME))) as found:
        for sheet in found:
            broken = _find_first(db, sheet)
            if broken is not None:
                yield broken


def find_altered(db: Session) -> Iterator[str]:
    """Name each kept file that is not what its hash says: pages of paper, drawn signatures."""
    scans = select(AttendanceScan.id, AttendanceScan.sha256, AttendanceScan.content)
    drawn = select(AttendanceSignature.entry_id, AttendanceSignature.sha256, AttendanceSignature.content)
    for name, rows in (
        ("scan", scans.where(AttendanceScan.deleted_on.is_(None))),
        ("signature", drawn.where(AttendanceSignature.deleted_on.is_(None))),
    ):
        with closing(db.execute(rows.execution_options(yield_per=FILES_AT_A_TIME))) as found:
            for number, sha256, content in found:
                if hashlib.sha256(content).hexdigest() != sha256:
                    yield f"{name} {number}"


def _find_first(db: Session, sheet: AttendanceSheet) -> Broken | None:
    number, last_hash = 0, ""
    rows = select(AttendanceEntry).where(AttendanceEntry.sheet_id == sheet.id)
    in_order = rows.order_by(AttendanceEntry.number).execution_options(yield_per=AT_A_TIME)
    with closing(db.scalars(in_order)) as entries:
        for entry in entries:
            number += 1
            if (entry.number, entry.previous_hash, entry.hash) != (number, last_hash, seal(entry)):
                return Broken(sheet.session_id, number)
            last_hash = entry.hash
    is_whole = (sheet.entries, sheet.last_hash) == (number, last_hash)
    return None if is_whole else Broken(sheet.session_id, None)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.value if isinstance(value, StrEnum) else value

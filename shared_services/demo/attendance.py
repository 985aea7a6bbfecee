"""The sheets of past sessions: signed, ticked, closed, each chain as the verbs would have made it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared_services.attendance.chain import seal
from shared_services.attendance.models import AttendanceEntry, AttendanceSheet, Way, What

from .dates import Period
from .part import Part
from .sessions import Dated

ARRIVAL = timedelta(minutes=-5)
ROLL_CALL = timedelta(minutes=15)
COUNTERSIGNED = timedelta(minutes=20)
LATE_MINUTES = 15


@dataclass(frozen=True)
class Noted:
    """A booking of which the trainer said whether the person came."""

    booking_id: int
    person_id: int
    came: bool


def add_sheet(part: Part, dated: Dated, noted: list[Noted]) -> None:
    """Nothing for a session where nobody was noted."""
    if not noted:
        return
    if dated.hub.identity:
        part.taught.append((dated.id, dated.starts_at, dated.ends_at))
    trainer_id = part.person_id(dated.offer.author)
    sheet_id = part.rows.number(AttendanceSheet)
    entries, last_hash = 0, ""
    for values in _told(part, dated, noted, trainer_id):
        entries += 1
        row = values | {"sheet_id": sheet_id, "number": entries, "previous_hash": last_hash}
        last_hash = seal(AttendanceEntry(**row))
        part.rows.add(AttendanceEntry, **row, hash=last_hash)
    part.rows.link(
        AttendanceSheet,
        id=sheet_id,
        session_id=dated.id,
        entries=entries,
        last_hash=last_hash,
        closed_at=dated.ends_at + COUNTERSIGNED,
        closed_by_id=trainer_id,
    )


def _told(part: Part, dated: Dated, noted: list[Noted], trainer_id: int) -> Iterator[dict[str, Any]]:
    for period in dated.periods:
        arrived = [one for one in noted if one.came]
        for one in arrived[::2]:
            yield _entry(period, one.booking_id, What.PRESENT, Way.LINK, one.person_id, period[0] + ARRIVAL)
        for one in noted:
            what = What.PRESENT if one.came else What.ABSENT
            told = _entry(period, one.booking_id, what, Way.TICKED, trainer_id, period[0] + ROLL_CALL)
            is_late = one.came and part.random.random() < 0.1
            yield told | {"arrived_late_minutes": LATE_MINUTES if is_late else 0}
    whole = dated.starts_at, dated.ends_at
    yield _entry(whole, None, What.CLOSED, Way.ACCOUNT, trainer_id, dated.ends_at + COUNTERSIGNED)


def _entry(
    period: Period, booking_id: int | None, what: What, way: Way, by_id: int, at: datetime
) -> dict[str, Any]:
    return {
        "booking_id": booking_id,
        "starts_at": period[0],
        "ends_at": period[1],
        "what": what,
        "arrived_late_minutes": 0,
        "left_early_minutes": 0,
        "way": way,
        "by_id": by_id,
        "at": at,
        "reason": "",
        "request_key": "",
    }

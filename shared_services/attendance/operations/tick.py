"""What the trainer says of people in a half day: in the room, from paper, or as a correction."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.kinds.trainings.models import HalfDay, TrainingSession

from .. import chain, policies, queries
from ..errors import CannotCorrect, ExcuseMissing, HalfDayNotOpen, LeftTheSheet, MinutesTooMany, SheetClosed
from ..models import AttendanceEntry, AttendanceSheet, Way, What
from ..times import OPENS_BEFORE, is_open, length_minutes
from .writing import latest, let_status_follow, lock_sheet


@dataclass(frozen=True)
class Tick:
    """What is said of one booking; minutes count for who is there, the reason for who is excused."""

    booking_id: int
    what: What
    late: int = 0
    early: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Sending:
    """What came in one go from one page: what it had `seen` of the sheet, and a key made by who sends it."""

    ticks: tuple[Tick, ...]
    seen: int
    key: str
    way: Way = Way.TICKED
    correction: str = ""


@dataclass
class Ticked:
    """How many entries were written, and the names of those of whom somebody had meanwhile said otherwise."""

    written: int = 0
    overruled: list[str] = field(default_factory=list)


def tick_half_day(
    db: Session, session_id: int, half_day_id: int, sending: Sending, *, by: Person, now: datetime
) -> Ticked:
    """Write what differs from what the page had seen; all that came before stays in the chain.

    Sent again with the same key, nothing is written twice. What somebody else wrote meanwhile is lost by
    nobody: a cell the page left as it was stays theirs. On a closed sheet `correction` is the reason, and
    the bookings follow. Raises HalfDayNotOpen, LeftTheSheet, MinutesTooMany, ExcuseMissing,
    SheetClosed, CannotCorrect.
    """
    sheet = lock_sheet(db, session_id)
    session, half_day = queries.get_half_day(db, session_id, half_day_id)
    if not is_open(half_day, now):
        raise HalfDayNotOpen(minutes=int(OPENS_BEFORE.total_seconds()) // 60)
    names = {one.id: one.person.name for one in queries.list_participants(db, session_id)}
    _check(names, half_day, sending)
    _check_closed(db, sheet, session, sending, by=by)
    entries = queries.list_entries(db, session_id)
    done = Ticked()
    changed = []
    for tick in sending.ticks:
        cell = (tick.booking_id, half_day.starts_at)
        of_cell = [one for one in entries if (one.booking_id, one.starts_at) == cell]
        if _is_news(of_cell, tick, sending):
            if of_cell and of_cell[-1].number > sending.seen:
                done.overruled.append(names[tick.booking_id])
            entries.append(_write(db, sheet, half_day, tick, sending, by=by, now=now))
            changed.append(tick.booking_id)
    done.written = len(changed)
    if sheet.closed_at is not None:
        let_status_follow(db, latest(entries), changed, by=by, now=now)
    return done


def _check(names: dict[int, str], half_day: HalfDay, sending: Sending) -> None:
    for tick in sending.ticks:
        if tick.booking_id not in names:
            raise LeftTheSheet
        if tick.what == What.PRESENT and tick.late + tick.early >= length_minutes(half_day):
            raise MinutesTooMany(name=names[tick.booking_id], booking_id=tick.booking_id)
        if tick.what == What.EXCUSED and not (tick.reason or sending.correction):
            raise ExcuseMissing(name=names[tick.booking_id], booking_id=tick.booking_id)


def _check_closed(
    db: Session, sheet: AttendanceSheet, session: TrainingSession, sending: Sending, *, by: Person
) -> None:
    if sheet.closed_at is None:
        return
    if not sending.correction:
        raise SheetClosed
    if not policies.may_correct(db, by, session, sheet):
        raise CannotCorrect


def _is_news(of_cell: list[AttendanceEntry], tick: Tick, sending: Sending) -> bool:
    """Whether the tick says something that neither the page nor the sheet said already."""
    for one in of_cell:
        was_sent = sending.key and one.request_key == sending.key
        if was_sent and _says(one) == _meant(tick) and one.reason == _reason(tick, sending):
            return False
    seen = [one for one in of_cell if one.number <= sending.seen]
    known = [*seen[-1:], *of_cell[-1:]]
    return all(_says(one) != _meant(tick) or tick.reason not in ("", one.reason) for one in known)


def _says(entry: AttendanceEntry) -> tuple[What, int, int]:
    return entry.what, entry.arrived_late_minutes, entry.left_early_minutes


def _meant(tick: Tick) -> tuple[What, int, int]:
    is_there = tick.what == What.PRESENT
    return tick.what, tick.late if is_there else 0, tick.early if is_there else 0


def _reason(tick: Tick, sending: Sending) -> str:
    """What is written of her, and on a closed sheet why it is corrected."""
    return " · ".join(dict.fromkeys(filter(None, (tick.reason, sending.correction))))


def _write(
    db: Session,
    sheet: AttendanceSheet,
    half_day: HalfDay,
    tick: Tick,
    sending: Sending,
    *,
    by: Person,
    now: datetime,
) -> AttendanceEntry:
    what, late, early = _meant(tick)
    entry = AttendanceEntry(
        booking_id=tick.booking_id,
        starts_at=half_day.starts_at,
        ends_at=half_day.ends_at,
        what=what,
        arrived_late_minutes=late,
        left_early_minutes=early,
        way=sending.way,
        by_id=by.id,
        at=now,
        reason=_reason(tick, sending),
        request_key=sending.key,
    )
    return chain.append(db, sheet, entry)

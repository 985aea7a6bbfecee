"""What the pages of attendance show: the sheet as a table, one half day, one participant's own line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.models import BookableStatus, Booking
from shared_services.kinds.trainings.models import HalfDay, TrainingSession
from shared_services.kinds.trainings.queries import get_session

from . import policies, queries
from .models import AttendanceEntry, AttendanceScan, AttendanceSheet, AttendanceSignature, What
from .times import Moment, Window, is_open, moment_to_sign, signed_moments, takes_signatures, windows


@dataclass(frozen=True)
class Cell:
    """One person in one half day: what counts now, and what she signed herself of it, by moment."""

    half_day: HalfDay
    entry: AttendanceEntry | None
    signed: Mapping[Moment, AttendanceEntry]
    is_remote: bool

    @property
    def signature(self) -> AttendanceEntry | None:
        """That she is there."""
        return self.signed.get(Moment.START)

    @property
    def end_signature(self) -> AttendanceEntry | None:
        """At a distance, that she stayed to the end."""
        return self.signed.get(Moment.END)

    @property
    def is_present(self) -> bool:
        return self.entry is not None and self.entry.what == What.PRESENT

    def missed(self, now: datetime) -> set[Moment]:
        """At a distance, what she did not confirm while she could, although she was noted present."""
        if not (self.is_remote and self.is_present):
            return set()
        told = windows(self.half_day, is_remote=True)
        return {one.moment for one in told if now >= one.closes_at and one.moment not in self.signed}

    def to_sign(self, now: datetime) -> Moment | None:
        """What she may sign now, unless she was noted absent."""
        if self.entry is not None and not self.is_present:
            return None
        return moment_to_sign(self.half_day, self.signed, now, is_remote=self.is_remote)

    def coming(self, now: datetime) -> list[Window]:
        """What she may sign later, and when."""
        told = windows(self.half_day, is_remote=self.is_remote)
        return [one for one in told if now < one.opens_at and one.moment not in self.signed]


@dataclass(frozen=True)
class Line:
    booking: Booking
    cells: list[Cell]

    @property
    def minutes(self) -> int:
        return sum(cell.entry.minutes for cell in self.cells if cell.entry)

    @property
    def was_there(self) -> bool:
        return any(cell.is_present for cell in self.cells)


@dataclass(frozen=True)
class Column:
    """One half day over everybody."""

    half_day: HalfDay
    noted: int
    signed: int
    ended: int
    is_open: bool
    takes_signatures: bool


@dataclass(frozen=True)
class SheetPage:
    """The sheet of a session for its staff; `history` is what was corrected after it was closed."""

    session: TrainingSession
    sheet: AttendanceSheet | None
    lines: list[Line]
    columns: list[Column]
    history: list[AttendanceEntry]
    scans: list[AttendanceScan]
    drawn: dict[int, AttendanceSignature]
    names: dict[int, Person]
    may_correct: bool
    now: datetime

    @property
    def is_closed(self) -> bool:
        return self.sheet is not None and self.sheet.closed_at is not None

    @property
    def missing(self) -> int:
        return sum(len(self.lines) - column.noted for column in self.columns)

    @property
    def is_complete(self) -> bool:
        return bool(self.lines) and not self.missing

    @property
    def has_started(self) -> bool:
        return self.now >= self.session.half_days[0].starts_at

    @property
    def last_has_started(self) -> bool:
        return self.now >= self.session.half_days[-1].starts_at

    @property
    def takes_walk_ins(self) -> bool:
        """From the opening of the first half day to the end, unless it stopped before."""
        ends_at = self.session.ends_at
        goes_on = ends_at is not None and self.now < ends_at and not self.is_cancelled
        return self.columns[0].is_open and not self.is_closed and goes_on

    @property
    def is_cancelled(self) -> bool:
        return self.session.status == BookableStatus.CANCELLED

    @property
    def current(self) -> Column | None:
        """The half day to call now: the first that is open and not whole."""
        opened = (column for column in self.columns if column.is_open)
        return next((column for column in opened if column.noted < len(self.lines)), None)


@dataclass(frozen=True)
class OwnPage:
    """A participant's own half days, and which of them she may sign now."""

    session: TrainingSession
    booking: Booking
    columns: list[Column]
    cells: list[Cell]
    is_closed: bool
    now: datetime

    @property
    def minutes(self) -> int:
        return sum(cell.entry.minutes for cell in self.cells if cell.entry)


def sheet_page(db: Session, session_id: int, actor: Person, *, now: datetime) -> SheetPage:
    """The same number of statements however many people. Raises NotFound."""
    session = get_session(db, session_id)
    sheet = queries.find_sheet(db, session_id)
    entries = queries.list_entries(db, session_id)
    lines = [
        Line(booking, _cells(session, booking, entries))
        for booking in queries.list_participants(db, session_id)
    ]
    scans = queries.list_scans(db, session_id)
    closed_at = sheet.closed_at if sheet else None
    closing = next((one.number for one in entries if one.booking_id is None), None)
    corrections = [one for one in entries if closing is not None and one.number > closing]
    return SheetPage(
        session=session,
        sheet=sheet,
        lines=lines,
        columns=_columns(session, lines, now=now),
        history=corrections,
        scans=scans,
        drawn=queries.list_drawn(db, session_id),
        names=queries.list_names(db, {*(one.by_id for one in entries), *(one.by_id for one in scans)}),
        may_correct=sheet is not None
        and closed_at is not None
        and policies.may_correct(db, actor, session, sheet),
        now=now,
    )


def own_page(db: Session, session_id: int, person_id: int, *, now: datetime) -> OwnPage | None:
    """None for who has no place on the sheet. Raises NotFound."""
    session = get_session(db, session_id)
    booking = queries.find_participation(db, session_id, person_id)
    if booking is None:
        return None
    sheet = queries.find_sheet(db, session_id)
    line = Line(booking, _cells(session, booking, queries.list_entries(db, session_id)))
    return OwnPage(
        session=session,
        booking=booking,
        columns=_columns(session, [line], now=now),
        cells=line.cells,
        is_closed=sheet is not None and sheet.closed_at is not None,
        now=now,
    )


def _cells(session: TrainingSession, booking: Booking, entries: Iterable[AttendanceEntry]) -> list[Cell]:
    hers = [one for one in entries if one.booking_id == booking.id]
    found = []
    for half_day in session.half_days:
        of_cell = [one for one in hers if one.starts_at == half_day.starts_at]
        own = [one for one in of_cell if one.is_own_signature]
        signed = signed_moments(own, is_remote=session.is_remote)
        found.append(Cell(half_day, of_cell[-1] if of_cell else None, signed, session.is_remote))
    return found


def _columns(session: TrainingSession, lines: list[Line], *, now: datetime) -> list[Column]:
    return [
        Column(
            half_day=half_day,
            noted=sum(line.cells[index].entry is not None for line in lines),
            signed=sum(line.cells[index].signature is not None for line in lines),
            ended=sum(line.cells[index].end_signature is not None for line in lines),
            is_open=is_open(half_day, now),
            takes_signatures=takes_signatures(half_day, now, is_remote=session.is_remote),
        )
        for index, half_day in enumerate(session.half_days)
    ]

"""Reads about sheets, their entries, and the hours that follow from them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, joinedload, undefer

from shared_services.accounts.models import Person
from shared_services.booking.models import Booking, BookingStatus
from shared_services.booking.queries import find_live_bookings, get_booking
from shared_services.core.database import upsert
from shared_services.core.errors import NotFound, existing
from shared_services.kinds.trainings.models import HalfDay, TrainingSession
from shared_services.kinds.trainings.queries import get_session
from shared_services.network.queries import list_people_of

from .models import AttendanceEntry, AttendanceScan, AttendanceSheet, AttendanceSignature

# Who is on the sheet: those whose place is sure, and those whom it was already settled for.
ON_THE_SHEET = (BookingStatus.CONFIRMED, BookingStatus.ATTENDED, BookingStatus.NO_SHOW)


def find_sheet(db: Session, session_id: int) -> AttendanceSheet | None:
    return db.scalar(select(AttendanceSheet).where(AttendanceSheet.session_id == session_id))


def get_or_make_sheet(db: Session, session_id: int) -> AttendanceSheet:
    """Read again now that the session is locked; made when nothing was said yet."""
    made = upsert(db, AttendanceSheet).values(session_id=session_id, entries=0, last_hash="")
    db.execute(made.on_conflict_do_nothing(index_elements=["session_id"]))
    statement = select(AttendanceSheet).where(AttendanceSheet.session_id == session_id)
    return db.scalars(statement.execution_options(populate_existing=True)).one()


def get_half_day(db: Session, session_id: int, half_day_id: int) -> tuple[TrainingSession, HalfDay]:
    """Raises NotFound, also for a half day of another session, or one that a change of dates took away."""
    session = get_session(db, session_id)
    found = existing(next((one for one in session.half_days if one.id == half_day_id), None))
    return session, found


def list_participants(db: Session, session_id: int) -> list[Booking]:
    """Everybody on the sheet, by name."""
    return list(
        db.scalars(
            select(Booking)
            .join(Booking.person)
            .where(Booking.bookable_id == session_id, Booking.status.in_(ON_THE_SHEET))
            .options(joinedload(Booking.person), joinedload(Booking.organisation))
            .order_by(Person.sort_key, Booking.id)
        )
    )


def find_participation(db: Session, session_id: int, person_id: int) -> Booking | None:
    """The person's place on the sheet of that session."""
    return db.scalar(
        select(Booking)
        .where(
            Booking.bookable_id == session_id,
            Booking.person_id == person_id,
            Booking.status.in_(ON_THE_SHEET),
        )
        .options(joinedload(Booking.person))
    )


def get_place(db: Session, session_id: int, reference: str) -> tuple[TrainingSession, Booking]:
    """A session and one booking of it. Raises NotFound, also for a booking of something else."""
    session, booking = get_session(db, session_id), get_booking(db, reference)
    if booking.bookable_id != session_id:
        raise NotFound
    return session, booking


def list_substitutes(db: Session, session_id: int, booking: Booking) -> list[Person]:
    """Who of the same organisation has no live place in the session, by name."""
    if booking.organisation_id is None:
        return []
    people = list_people_of(db, booking.organisation_id)
    taken = find_live_bookings(db, session_id, [person.id for person in people])
    return [person for person in people if person.id not in taken]


def list_entries(db: Session, session_id: int) -> list[AttendanceEntry]:
    """All that was said, in order."""
    return list(
        db.scalars(
            select(AttendanceEntry)
            .join(AttendanceSheet, AttendanceEntry.sheet_id == AttendanceSheet.id)
            .where(AttendanceSheet.session_id == session_id)
            .order_by(AttendanceEntry.number)
        )
    )


def list_scans(db: Session, session_id: int) -> list[AttendanceScan]:
    """The pages of the signed paper, without their content, in the order they came."""
    return list(
        db.scalars(
            select(AttendanceScan)
            .join(AttendanceSheet, AttendanceScan.sheet_id == AttendanceSheet.id)
            .where(AttendanceSheet.session_id == session_id)
            .order_by(AttendanceScan.id)
        )
    )


def get_scan(db: Session, session_id: int, scan_id: int) -> AttendanceScan:
    """With its content. Raises NotFound, also for a page of another sheet."""
    return existing(
        db.scalar(
            select(AttendanceScan)
            .join(AttendanceSheet, AttendanceScan.sheet_id == AttendanceSheet.id)
            .where(AttendanceSheet.session_id == session_id, AttendanceScan.id == scan_id)
            .options(undefer(AttendanceScan.content))
        )
    )


def list_drawn(db: Session, session_id: int) -> dict[int, AttendanceSignature]:
    """The drawn signatures of a session by their entry, without their content."""
    return {one.entry_id: one for one in db.scalars(_drawn(session_id))}


def read_scans(db: Session, session_id: int) -> Iterator[AttendanceScan]:
    """The pages that are still kept, with their content, one at a time."""
    for scan in list_scans(db, session_id):
        if scan.deleted_on is None:
            yield get_scan(db, session_id, scan.id)


def read_drawn(db: Session, session_id: int) -> Iterator[tuple[AttendanceSignature, AttendanceEntry]]:
    """The drawn signatures with their entry and their content, in the order they were made."""
    statement = (
        _drawn(session_id)
        .join(AttendanceEntry, AttendanceEntry.id == AttendanceSignature.entry_id)
        .add_columns(AttendanceEntry)
        .options(undefer(AttendanceSignature.content))
        .order_by(AttendanceEntry.number)
    )
    yield from db.execute(statement.execution_options(yield_per=10))


def get_drawn(
    db: Session, session_id: int, entry_id: int, *, person_id: int | None = None
) -> AttendanceSignature:
    """With its content; with `person_id`, hers only. Raises NotFound."""
    statement = _drawn(session_id).where(AttendanceSignature.entry_id == entry_id)
    if person_id is not None:
        statement = statement.where(Booking.person_id == person_id)
    return existing(db.scalar(statement.options(undefer(AttendanceSignature.content))))


def _drawn(session_id: int) -> Select[AttendanceSignature]:
    return (
        select(AttendanceSignature)
        .join(Booking, Booking.id == AttendanceSignature.booking_id)
        .where(Booking.bookable_id == session_id, AttendanceSignature.deleted_on.is_(None))
    )


def minutes_attended(db: Session, booking_ids: Sequence[int]) -> dict[int, int]:
    """How long the person of each booking was there, from the latest entry of each half day."""
    latest = (
        select(func.max(AttendanceEntry.id))
        .where(AttendanceEntry.booking_id.in_(booking_ids))
        .group_by(AttendanceEntry.booking_id, AttendanceEntry.starts_at)
    )
    minutes = dict.fromkeys(booking_ids, 0)
    for entry in db.scalars(select(AttendanceEntry).where(AttendanceEntry.id.in_(latest))):
        if entry.booking_id is not None:
            minutes[entry.booking_id] += entry.minutes
    return minutes


def list_names(db: Session, person_ids: Iterable[int]) -> dict[int, Person]:
    """Who said what, by number; an account made one with another is still known."""
    statement = select(Person).where(Person.id.in_(sorted(set(person_ids))))
    return {person.id: person for person in db.scalars(statement)}


def list_open_sheets(db: Session, *, ended_after: datetime, now: datetime) -> list[TrainingSession]:
    """Sessions that ended since then, with people on the sheet, neither closed nor kept on signed paper; the
    oldest first."""
    ended = TrainingSession.ends_at.between(ended_after, now)
    return list(db.scalars(_open().where(ended).order_by(TrainingSession.ends_at, TrainingSession.id)))


def is_sheet_open(db: Session, session_id: int) -> bool:
    """Whether the sheet of that session is still asked for."""
    return db.scalar(_open().where(TrainingSession.id == session_id)) is not None


def _open() -> Select[TrainingSession]:
    expected = exists().where(
        Booking.bookable_id == TrainingSession.id, Booking.status == BookingStatus.CONFIRMED
    )
    closed = exists().where(
        AttendanceSheet.session_id == TrainingSession.id, AttendanceSheet.closed_at.is_not(None)
    )
    on_paper = exists().where(
        AttendanceSheet.session_id == TrainingSession.id, AttendanceScan.sheet_id == AttendanceSheet.id
    )
    return select(TrainingSession).where(expected, ~closed, ~on_paper)

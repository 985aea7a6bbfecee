"""A session with people on it, and the verbs of attendance in their own transactions, for tests."""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared_services.accounts.queries import get_person
from shared_services.attendance.drawing import read_drawing
from shared_services.attendance.models import AttendanceEntry, AttendanceSheet, Way, What
from shared_services.attendance.operations import (
    Sending,
    Tick,
    add_scans,
    close_sheet,
    sign_presence,
    tick_half_day,
)
from shared_services.attendance.queries import list_entries, list_scans
from shared_services.attendance.scanning import read_page
from shared_services.booking.models import Booking
from shared_services.core.database import read_session, transaction
from shared_services.kinds.trainings.queries import get_session
from tests.support.papers_signed import PDF, canvas

PRESENT, ABSENT = What.PRESENT, What.ABSENT


def half_days(session: Any) -> list[Any]:
    return get_session(read_session(), session.id).half_days


def tick(
    session: Any,
    half_day: Any,
    *ticks: Tick,
    by: Any,
    now: datetime | None = None,
    seen: int | None = None,
    key: str = "",
    **given: Any,
) -> Any:
    """At the start of the half day unless said otherwise, by a page that has seen all there is."""
    if seen is None:
        seen = len(list_entries(read_session(), session.id))
    sending = Sending(ticks=ticks, seen=seen, key=key, **given)
    with transaction() as db:
        return tick_half_day(db, session.id, half_day.id, sending, by=by, now=now or half_day.starts_at)


def tick_all(session: Any, bookings: list[Any], *, by: Any, what: What = PRESENT) -> None:
    """Everybody in every half day."""
    for half_day in half_days(session):
        tick(session, half_day, *(Tick(booking.id, what) for booking in bookings), by=by)


def sign(session: Any, half_day: Any, booking: Any, *, now: datetime, way: Way = Way.LINK) -> AttendanceEntry:
    with transaction() as db:
        person = get_person(db, booking.person_id)
        return sign_presence(db, session.id, half_day.id, person=person, way=way, now=now)


def sign_with_hand(db: Session, session_id: int, booking: Booking, *, now: datetime) -> tuple[int, int]:
    """A page of paper and a drawn signature in the session: the numbers of the page and of the entry."""
    person, half_day = get_person(db, booking.person_id), get_session(db, session_id).half_days[0]
    signature = sign_presence(
        db,
        session_id,
        half_day.id,
        person=person,
        way=Way.ACCOUNT,
        drawing=read_drawing(canvas()),
        now=now,
    )
    add_scans(db, session_id, [read_page(PDF)], by=person, now=now)
    db.flush()
    (scan,) = list_scans(db, session_id)
    return scan.id, signature.id


def close(session: Any, *, by: Any, now: datetime) -> AttendanceSheet:
    with transaction() as db:
        return close_sheet(db, session.id, by=by, now=now)


def tamper(statement: str, *, table: str = "attendance_entry", **values: Any) -> None:
    """What somebody with all rights on the database could do: the guards off, a row changed."""
    with transaction() as db:
        if db.get_bind().dialect.name == "postgresql":
            db.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        else:
            for verb in ("update", "delete"):
                db.execute(text(f"DROP TRIGGER {table}_no_{verb}"))
        db.execute(text(statement), values)

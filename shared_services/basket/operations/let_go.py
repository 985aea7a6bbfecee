"""Giving back what a line keeps: it is removed, its time is over, or it is forgotten."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from shared_services.booking.models import Bookable
from shared_services.booking.operations import let_go
from shared_services.booking.queries import lock_bookables

from .. import queries
from ..models import REMEMBERED_FOR, BasketLine


def remove_line(db: Session, line_id: int, *, now: datetime) -> None:
    """Take a line out, and offer what it kept to those who wait; nothing when it is gone already."""
    found = _lock(db, line_id)
    if found is not None:
        line, bookable = found
        let_go(db, bookable, line.id, now=now)
        drop(db, line)


def empty_basket(db: Session, person_id: int, *, now: datetime) -> None:
    """Take every line of a person out."""
    for line in queries.list_lines(db, person_id):
        remove_line(db, line.id, now=now)


def expire_line(db: Session, line_id: int, *, now: datetime) -> bool:
    """Give back what was kept long enough; the line stays. False when it was kept again, or is gone."""
    found = _lock(db, line_id)
    if found is None or found[0].held_until > now:
        return False
    return let_go(db, found[1], line_id, now=now)


def forget_line(db: Session, line_id: int, *, now: datetime) -> bool:
    """Delete what nobody came back to for a week. False when somebody did meanwhile."""
    found = _lock(db, line_id)
    if found is None or found[0].held_until > now - REMEMBERED_FOR:
        return False
    let_go(db, found[1], line_id, now=now)
    drop(db, found[0])
    return True


def drop(db: Session, line: BasketLine) -> None:
    """The row itself; what it kept was given back."""
    db.execute(delete(BasketLine).where(BasketLine.id == line.id))


def _lock(db: Session, line_id: int) -> tuple[BasketLine, Bookable] | None:
    """The line as it is once its bookable is locked."""
    line = queries.find_line(db, line_id)
    if line is None:
        return None
    bookable = lock_bookables(db, [line.bookable_id])[line.bookable_id]
    line = queries.find_line(db, line_id)
    return (line, bookable) if line is not None else None

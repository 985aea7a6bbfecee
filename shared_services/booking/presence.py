"""What the sheets of the slices above say of a booking: where she signs, and that she was there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.queries import get_person

from .errors import PeopleWereThere, WasThere
from .models import Booking


@dataclass(frozen=True)
class Presence:
    """What she is told of it; `endpoint` and `values` are the page of her own line, where she signs."""

    state: str
    may_sign: bool
    endpoint: str
    values: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Sheets:
    """`tell(db, booking, now)` is None for what has no sheet. `list_there(db, bookable_id)` are the bookings
    of whoever was there, each with the start of the last half day of hers."""

    tell: Callable[[Session, Booking, datetime], Presence | None]
    list_there: Callable[[Session, int], dict[int, datetime]]


_sheets: list[Sheets] = []


def register_sheets(sheets: Sheets) -> None:
    """Called once by the slice that keeps them, when it is loaded."""
    _sheets.append(sheets)


def tell_presence(db: Session, booking: Booking, *, now: datetime) -> Presence | None:
    """Of one booking whose bookable is loaded."""
    told = (sheets.tell(db, booking, now) for sheets in _sheets)
    return next((presence for presence in told if presence), None)


def list_there(db: Session, bookable_id: int) -> dict[int, datetime]:
    """Bookings of whoever was there, each with the start of the last half day of hers."""
    return {booking: at for sheets in _sheets for booking, at in sheets.list_there(db, bookable_id).items()}


def check_leaves(db: Session, booking: Booking) -> None:
    """Whoever was there keeps her line: she neither leaves it nor gives it to another. Raises WasThere."""
    if booking.id in list_there(db, booking.bookable_id):
        raise WasThere(name=get_person(db, booking.person_id).name)


def check_all_leave(db: Session, bookable_id: int) -> None:
    """Nobody was there yet. Raises PeopleWereThere."""
    if list_there(db, bookable_id):
        raise PeopleWereThere

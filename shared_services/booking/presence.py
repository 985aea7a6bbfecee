"""What the sheets of the slices above say of a booking: where she signs, and that she was there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

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
    """`tell(db, booking, now)` is None for what has no sheet. `check_leaves(db, booking)` raises what is
    written of whoever has the place: she was there, and cannot leave it, nor give it to another."""

    tell: Callable[[Session, Booking, datetime], Presence | None]
    check_leaves: Callable[[Session, Booking], None]


_sheets: list[Sheets] = []


def register_sheets(sheets: Sheets) -> None:
    """Called once by the slice that keeps them, when it is loaded."""
    _sheets.append(sheets)


def tell_presence(db: Session, booking: Booking, *, now: datetime) -> Presence | None:
    """Of one booking whose bookable is loaded."""
    told = (sheets.tell(db, booking, now) for sheets in _sheets)
    return next((presence for presence in told if presence), None)


def check_leaves(db: Session, booking: Booking) -> None:
    """Raises what one of the sheets says."""
    for sheets in _sheets:
        sheets.check_leaves(db, booking)

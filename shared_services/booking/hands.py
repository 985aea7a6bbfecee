"""Whether a place may still change hands: the slices above say what is written of whoever has it."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from .models import Booking

Check = Callable[[Session, Booking], None]

_checks: list[Check] = []


def register_check(check: Check) -> None:
    """Called once when the slice is loaded; `check(db, booking)` raises what keeps the place hers."""
    _checks.append(check)


def check_may_change_hands(db: Session, booking: Booking) -> None:
    """Raises what one of them says."""
    for check in _checks:
        check(db, booking)

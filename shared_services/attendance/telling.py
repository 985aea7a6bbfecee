"""What the sheet says to the page of a booking, and who was there to whoever would take a place away."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.booking.models import Booking
from shared_services.booking.presence import Presence, Sheets, register_sheets
from shared_services.core.i18n import _
from shared_services.kinds.trainings.models import TrainingSession

from . import queries
from .models import What
from .pages import OwnPage, own_page


def tell_presence(db: Session, booking: Booking, now: datetime) -> Presence | None:
    """While she may sign, that she may; once nothing is left to sign, what the sheet says of her."""
    if not isinstance(booking.bookable, TrainingSession):
        return None
    page = own_page(db, booking.bookable_id, booking.person_id, now=now)
    if page is None:
        return None
    may_sign = not page.is_closed and any(cell.to_sign(now) for cell in page.cells)
    is_over = not may_sign and not any(cell.coming(now) for cell in page.cells)
    return Presence(
        state=_state(page) if is_over else "",
        may_sign=may_sign,
        endpoint="attendance.mine",
        values={"session_id": booking.bookable_id},
    )


def list_there(db: Session, session_id: int) -> dict[int, datetime]:
    """Whoever was said to be there, even if it was taken back since; entries are in order."""
    said = queries.list_entries(db, session_id)
    return {one.booking_id: one.starts_at for one in said if one.booking_id and one.what == What.PRESENT}


def _state(page: OwnPage) -> str:
    """Of a whole session; a half day of which nothing is said comes first."""
    if any(cell.entry is None for cell in page.cells):
        return _("Présence non signée\u00a0: voyez avec la personne qui forme, ou avec le hub.")
    there = [cell for cell in page.cells if cell.is_present]
    if not there:
        return _("Absence notée")
    if all(cell.signed for cell in there):
        return _("Présence signée")
    return _("Présence notée")


register_sheets(Sheets(tell=tell_presence, list_there=list_there))

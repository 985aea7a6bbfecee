"""Who came."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from .. import moves, queries
from ..errors import NotStartedYet
from ..models import Booking, BookingStatus
from ..no_shows import messages as no_show_messages


def record_attendance(db: Session, booking_id: int, *, attended: bool, by: Person, now: datetime) -> Booking:
    """Note a confirmed participant present or absent, or correct it.

    She is told when her hub counts absences and this one matters. Raises NotStartedYet, IllegalMove.
    """
    booking, bookable = queries.lock_booking(db, booking_id)
    if not booking.period.has_started(now):
        raise NotStartedYet
    status = BookingStatus.ATTENDED if attended else BookingStatus.NO_SHOW
    if booking.status != status:
        moves.move(db, booking, bookable, status, by=by, now=now)
        no_show_messages.post_when_counted(db, booking, bookable, now=now)
    return booking

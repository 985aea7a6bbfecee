"""Somebody who came without having booked."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking import queries as booking_queries
from shared_services.booking.models import Booking
from shared_services.kinds.trainings import operations as trainings

from ..errors import SheetClosed
from .writing import lock_sheet


def add_walk_in(db: Session, session_id: int, *, email: str, by: Person, now: datetime) -> Booking:
    """Give her a seat that is left, until the end; nobody waits at the door.

    Raises SheetClosed, PersonUnknown, AlreadyBooked, Full, BookingClosed.
    """
    if lock_sheet(db, session_id).closed_at is not None:
        raise SheetClosed
    added = trainings.add_person(db, session_id, email=email, by=by, now=now, join_waiting_list=False)
    db.flush()  # the row's id
    return booking_queries.reread_booking(db, added.id)

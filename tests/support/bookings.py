"""The verbs of booking, each in its own transaction, for tests."""

from datetime import datetime
from typing import Any

from shared_services.accounts.models import Person
from shared_services.booking import operations
from shared_services.booking.models import Bookable, Booking, CancelledBy
from shared_services.core.database import transaction

from .makers import MONDAY, make_person


def book(
    bookable: Bookable,
    person: Person | None = None,
    *,
    now: datetime = MONDAY,
    **given: Any,
) -> Booking:
    """Somebody new, or `person`, books."""
    person = person or make_person()
    with transaction() as db:
        return operations.reserve(db, bookable.id, person=person, by=person, now=now, **given)


def cancel(booking: Booking, *, by: Person | None = None, now: datetime = MONDAY, **given: Any) -> Booking:
    """The participant cancels unless `cancelled_by` says otherwise."""
    given.setdefault("cancelled_by", CancelledBy.PARTICIPANT)
    with transaction() as db:
        return operations.cancel(db, booking.id, by=by, now=now, **given)


def do(verb: Any, row: Any, *args: Any, now: datetime = MONDAY, **given: Any) -> Any:
    """Any verb on one row, by its id."""
    with transaction() as db:
        return verb(db, row.id, *args, now=now, **given)

"""One person with two accounts, for tests."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.models import Booking, BookingStatus
from shared_services.core.database import transaction
from shared_services.merging.operations import merge_people

from . import makers
from .makers import MONDAY


def make_twins() -> tuple[Person, Person]:
    """The account to keep, and the one in excess."""
    kept = makers.make_person("Zoé", "Double", email="zoe@lens.example", phone=None)
    return kept, makers.make_person("Zoé", "Double", email="zoe@arras.example", phone="+33 6 12 34 56 78")


def merge(kept: Person, twin: Person, by: Person | None = None, *, now: datetime = MONDAY) -> dict[str, int]:
    """The person herself merges them unless `by` says otherwise."""
    with transaction() as db:
        return merge_people(db, kept.id, twin.id, by=by or kept, now=now)


def bookings_of(db: Session, person: Person) -> list[tuple[int, BookingStatus]]:
    rows = db.scalars(select(Booking).where(Booking.person_id == person.id).order_by(Booking.id))
    return [(one.bookable_id, one.status) for one in rows]

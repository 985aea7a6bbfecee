"""A person's own days: what she comes to, fetches or brings back, whatever the kinds."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from shared_services.core.local_time import to_local, to_utc

from . import queries
from .facts import Facts, describe_bookings
from .models import Booking
from .overlaps import WITH_A_PLACE, occupies

MIDNIGHT = time(0)


@dataclass(frozen=True)
class Entry:
    """What happens on one day of one booking, on the clock of its place; `name` says what, such as a return.

    `meets` is the title of another place of hers at the same hours, empty for none.
    """

    booking: Booking
    facts: Facts
    name: str
    starts_at: datetime
    ends_at: datetime
    meets: str = ""

    @property
    def occupies(self) -> bool:
        return self.booking.status in WITH_A_PLACE and occupies(self.booking.bookable)


def list_days(db: Session, person_id: int, first: date, last: date, zone: str) -> dict[date, list[Entry]]:
    """Her entries by day of their places, both days included, the earliest first.

    One statement and those of the kinds, whatever the number of bookings.
    """
    bookings = queries.list_of_person_between(
        db,
        person_id,
        to_utc(first - timedelta(days=1), MIDNIGHT, zone),  # other places, other days
        to_utc(last + timedelta(days=2), MIDNIGHT, zone),
    )
    facts = describe_bookings(db, bookings)
    entries = [
        Entry(booking, facts[booking.id], *period)
        for booking in bookings
        for period in facts[booking.id].named_periods
    ]
    days: dict[date, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.starts_at):
        day = to_local(entry.starts_at, entry.facts.time_zone).date()
        if first <= day <= last:
            days.setdefault(day, []).append(replace(entry, meets=_what_it_meets(entry, entries)))
    return days


def _what_it_meets(entry: Entry, entries: list[Entry]) -> str:
    if not entry.occupies:
        return ""
    for other in entries:
        is_another = other.booking.id != entry.booking.id and other.occupies
        if is_another and entry.starts_at < other.ends_at and other.starts_at < entry.ends_at:
            return other.facts.title
    return ""

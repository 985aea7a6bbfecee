"""What a booking takes besides its own units: the time of an expert, in the same ledger.

Taken and given back with the units of the booking, whichever verb moves it. The bookables that are taken
along are locked after those that are booked, always: two bookings can never wait for each other.
"""

from sqlalchemy.orm import Session

from . import ledger, queries
from .facts import what_goes_along
from .models import Bookable, Booking, Hold


def take_along(db: Session, bookable: Bookable, slots: range) -> list[Hold]:
    """Take what a booking of a locked bookable takes along, or nothing; its caller says for which booking.

    Raises Full when some of it is not free.
    """
    wanted = what_goes_along(db, bookable, slots)
    if not wanted:
        return []
    locked = queries.lock_bookables(db, [one.bookable_id for one in wanted])
    with db.begin_nested():
        for one in wanted:
            ledger.take(db, locked[one.bookable_id], one.slots, one.units)
    return [
        Hold(
            bookable_id=one.bookable_id,
            for_bookable_id=bookable.id,
            first_slot=one.slots[0],
            last_slot=one.slots[-1],
            units=one.units,
        )
        for one in wanted
    ]


def keep_for(db: Session, booking: Booking, holds: list[Hold]) -> None:
    """What was taken along is the booking's from now on."""
    if holds:
        db.flush()  # the booking has its number
    for hold in holds:
        hold.booking_id = booking.id
        db.add(hold)


def give_back_along(db: Session, booking: Booking) -> None:
    """Give back what a booking took along."""
    held = queries.list_holds_of_booking(db, booking.id)
    if held:
        queries.lock_bookables(db, {hold.bookable_id for hold in held})
    for hold in held:
        ledger.give_back(db, hold.bookable_id, hold.slots, hold.units)
        db.delete(hold)

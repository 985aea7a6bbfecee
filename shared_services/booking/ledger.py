"""Units taken per slot. Owns `capacity_slot`; knows neither people nor kinds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared_services.core.database import upsert

from .errors import CapacityBelowTaken, Full
from .models import HOLDING, Bookable, Booking, CapacitySlot, Hold


def take(db: Session, bookable: Bookable, slots: Iterable[int], units: int) -> None:
    """Take `units` in every slot, or none. Raises Full when one of them has too few left."""
    wanted = [
        {
            "bookable_id": bookable.id,
            "slot": slot,
            "capacity": bookable.capacity,
            "taken": units,
        }
        for slot in sorted(slots)  # ascending: two bookings can never deadlock
    ]
    insert = upsert(db, CapacitySlot).values(wanted)
    grown = CapacitySlot.taken + insert.excluded.taken
    statement = insert.on_conflict_do_update(
        index_elements=["bookable_id", "slot"],
        set_={"taken": grown},
        where=grown <= CapacitySlot.capacity,
    ).returning(CapacitySlot.slot)
    try:
        with db.begin_nested():
            if len(db.scalars(statement).all()) < len(wanted):
                raise Full
    except IntegrityError as error:
        if "never_overbooked" in str(error.orig):  # a first insert above the capacity
            raise Full from None
        raise


def give_back(db: Session, bookable_id: int, slots: Iterable[int], units: int) -> None:
    """Give `units` back in every slot. Raises RuntimeError when they had never been taken."""
    wanted = sorted(slots)
    statement = (
        update(CapacitySlot)
        .where(CapacitySlot.bookable_id == bookable_id, CapacitySlot.slot.in_(wanted))
        .values(taken=CapacitySlot.taken - units)
        .returning(CapacitySlot.slot)
        .execution_options(synchronize_session=False)
    )
    if len(db.scalars(statement).all()) != len(wanted):
        raise RuntimeError(f"bookable {bookable_id} gives back slots that were not taken: {wanted}")


def units_left(db: Session, bookable: Bookable, slots: range) -> int:
    """How many units are free in the fullest of the slots."""
    fullest = db.scalar(
        select(func.max(CapacitySlot.taken - CapacitySlot.capacity)).where(
            CapacitySlot.bookable_id == bookable.id,
            CapacitySlot.slot.between(slots[0], slots[-1]),
        )
    )
    return bookable.capacity if fullest is None else min(-fullest, bookable.capacity)


def resize(db: Session, bookable: Bookable, capacity: int) -> None:
    """Set the capacity of the bookable and of its slots. Raises CapacityBelowTaken when in use."""
    taken = db.scalar(select(func.max(CapacitySlot.taken)).where(CapacitySlot.bookable_id == bookable.id))
    if (taken or 0) > capacity:
        raise CapacityBelowTaken(taken=taken, wanted=capacity)
    bookable.capacity = capacity
    db.execute(
        update(CapacitySlot)
        .where(CapacitySlot.bookable_id == bookable.id)
        .values(capacity=capacity)
        .execution_options(synchronize_session=False)
    )


@dataclass(frozen=True)
class Difference:
    """A slot whose `recorded` units are not those `counted` from the bookings."""

    bookable_id: int
    slot: int
    recorded: int
    counted: int


def recount(db: Session) -> list[Difference]:
    """Count every slot again from bookings and holds; two aggregates, whatever the number of slots."""
    counted: Counter[tuple[int, int]] = Counter()
    columns = (
        Booking.bookable_id,
        Booking.first_slot,
        Booking.last_slot,
        func.sum(Booking.units),
    )
    bookings = select(*columns).where(Booking.status.in_(HOLDING)).group_by(*columns[:3])
    held = (Hold.bookable_id, Hold.first_slot, Hold.last_slot, func.sum(Hold.units))
    for statement in (bookings, select(*held).group_by(*held[:3])):
        for bookable_id, first, last, units in db.execute(statement):
            for slot in range(first, last + 1):
                counted[bookable_id, slot] += units
    recorded = {
        (row.bookable_id, row.slot): row.taken
        for row in db.execute(select(CapacitySlot.bookable_id, CapacitySlot.slot, CapacitySlot.taken))
    }
    return [
        Difference(place[0], place[1], recorded.get(place, 0), counted[place])
        for place in sorted(recorded.keys() | counted.keys())
        if recorded.get(place, 0) != counted[place]
    ]

"""Units taken per slot. Owns `capacity_slot`; knows neither people nor kinds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

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
    left = CapacitySlot.taken - units
    right = _in_service(select(Bookable.capacity).where(Bookable.id == bookable_id).scalar_subquery())
    statement = (
        update(CapacitySlot)
        .where(CapacitySlot.bookable_id == bookable_id, CapacitySlot.slot.in_(wanted))
        # A past slot of a pool that became smaller since then follows what is still taken.
        .values(taken=left, capacity=case((left > right, left), else_=right))
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


def resize(db: Session, bookable: Bookable, capacity: int, *, since: int = 0) -> None:
    """Set the capacity of the bookable and of its slots. Raises CapacityBelowTaken when in use.

    Units out of service in a slot stay so: they are lacking there from the new capacity too. What was
    taken before the slot `since` is past, and in nobody's way.
    """
    of_it = CapacitySlot.bookable_id == bookable.id
    left = _in_service(capacity)
    in_use = (of_it, CapacitySlot.slot >= since, CapacitySlot.taken > left)
    taken = db.scalar(select(func.max(CapacitySlot.taken)).where(*in_use))
    if taken is not None:
        raise CapacityBelowTaken(taken=taken, wanted=capacity)
    bookable.capacity = capacity
    db.execute(
        update(CapacitySlot)
        .where(of_it)
        .values(capacity=case((CapacitySlot.taken > left, CapacitySlot.taken), else_=left))
        .execution_options(synchronize_session=False)
    )


def put_out_of_service(db: Session, bookable: Bookable, slots: Iterable[int], units: int) -> list[int]:
    """Set how many units are out of service in each slot; 0 puts them back.

    Changes nothing, and gives the slots in the way, when some have more taken than would be left.
    """
    wanted = sorted(slots)
    left = max(0, bookable.capacity - units)
    of_them = (CapacitySlot.bookable_id == bookable.id, CapacitySlot.slot.in_(wanted))
    too_full = select(CapacitySlot.slot).where(*of_them, CapacitySlot.taken > left)
    if in_the_way := list(db.scalars(too_full.order_by(CapacitySlot.slot))):
        return in_the_way
    row = {"bookable_id": bookable.id, "capacity": left, "taken": 0, "out_of_service": units}
    insert = upsert(db, CapacitySlot).values([row | {"slot": slot} for slot in wanted])
    db.execute(
        insert.on_conflict_do_update(
            index_elements=["bookable_id", "slot"],
            set_={"capacity": left, "out_of_service": units},
        )
    )
    return []


def _in_service(capacity: int | ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[int]:
    """What of a capacity is left in a slot when the units out of service there are lacking."""
    lacking = CapacitySlot.out_of_service
    return case((lacking >= capacity, 0), else_=capacity - lacking)


@dataclass(frozen=True)
class Difference:
    """A slot whose `recorded` units are not those `counted` from the bookings; or, with `is_capacity`,
    whose recorded capacity is not that of the bookable less what is out of service. A past slot may have
    had more taken than there is today: its capacity is then what was taken."""

    bookable_id: int
    slot: int
    recorded: int
    counted: int
    is_capacity: bool = False


def recount(db: Session) -> list[Difference]:
    """Count every slot again from bookings and holds; four statements, whatever the number of slots."""
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
    ] + _wrong_capacities(db)


def _wrong_capacities(db: Session) -> list[Difference]:
    right = _in_service(Bookable.capacity)
    wrong = (
        select(CapacitySlot.bookable_id, CapacitySlot.slot, CapacitySlot.capacity, right)
        .join(Bookable, Bookable.id == CapacitySlot.bookable_id)
        .where(CapacitySlot.capacity != case((CapacitySlot.taken > right, CapacitySlot.taken), else_=right))
        .order_by(CapacitySlot.bookable_id, CapacitySlot.slot)
    )
    return [
        Difference(bookable_id, slot, recorded, counted, is_capacity=True)
        for bookable_id, slot, recorded, counted in db.execute(wrong)
    ]

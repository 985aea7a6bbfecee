"""Units of others held for a bookable: a trainer's time, a room, a kit for a session."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from .. import ledger, line, queries
from ..errors import Full, UnitsNotFree
from ..models import Bookable, BookableStatus, Hold
from ..periods import Wanted
from .promote import promote_next


def hold_units(db: Session, for_bookable: Bookable, wanted: Sequence[Wanted], *, now: datetime) -> None:
    """Take all of `wanted` for `for_bookable`, or nothing, instead of all that it held before.

    What it held already and still wants stays; for the rest, nobody who waits is overtaken. What is no
    longer held is offered. Raises UnitsNotFree naming which one refuses; NotFound.
    """
    held, wanted = _changes(queries.list_holds(db, for_bookable.id), wanted)
    before = {hold.bookable_id for hold in held}
    locked = queries.lock_bookables(db, {one.bookable_id for one in wanted} | before)
    with db.begin_nested():  # the caller may tell the refusal and go on: what was held before then stays
        _give_back(db, held)
        for one in wanted:
            _take(db, locked[one.bookable_id], for_bookable, one, now=now)
    for bookable_id in sorted(before):
        promote_next(db, locked[bookable_id], now=now)


def _changes(held: Sequence[Hold], wanted: Sequence[Wanted]) -> tuple[list[Hold], list[Wanted]]:
    """What is to be given back and taken; what is wanted as it is held is neither."""
    still = Counter(wanted)
    to_give_back = []
    for hold in held:
        same = Wanted(hold.bookable_id, range(hold.first_slot, hold.last_slot + 1), hold.units)
        if still[same]:
            still[same] -= 1
        else:
            to_give_back.append(hold)
    to_take = []
    for one in wanted:
        if still[one]:
            still[one] -= 1
            to_take.append(one)
    return to_give_back, to_take


def release_holds(db: Session, for_bookable_id: int, *, now: datetime) -> None:
    """Give back all that is held for a bookable, and offer it to those who wait for it."""
    held = queries.list_holds(db, for_bookable_id)
    locked = queries.lock_bookables(db, {hold.bookable_id for hold in held})
    _give_back(db, held)
    for bookable_id in sorted(locked):
        promote_next(db, locked[bookable_id], now=now)


def _take(db: Session, bookable: Bookable, for_bookable: Bookable, wanted: Wanted, *, now: datetime) -> None:
    try:
        closed = bookable.status != BookableStatus.SCHEDULED
        if wanted.ready is not None:
            wanted.ready(db)
        if closed or line.is_waited_for(db, bookable, wanted.slots, now=now):
            raise Full
        ledger.take(db, bookable, wanted.slots, wanted.units)
    except Full:
        title = queries.find_title(db, bookable)
        raise UnitsNotFree(bookable_id=bookable.id, title=title, slots=wanted.slots) from None
    db.add(
        Hold(
            bookable_id=bookable.id,
            for_bookable_id=for_bookable.id,
            first_slot=wanted.slots[0],
            last_slot=wanted.slots[-1],
            units=wanted.units,
        )
    )


def _give_back(db: Session, held: Sequence[Hold]) -> None:
    for hold in held:
        ledger.give_back(db, hold.bookable_id, hold.slots, hold.units)
        db.delete(hold)

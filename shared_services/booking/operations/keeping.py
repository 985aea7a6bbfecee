"""Units kept for somebody who is still choosing: taken like a booking's, and given back in time.

Who calls has locked the bookable.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from .. import along, ledger, line, queries
from ..errors import Full
from ..models import Bookable, Hold
from .promote import promote_next


@dataclass(frozen=True)
class Kept:
    """So many units, in those slots."""

    slots: range
    units: int

    def covers(self, slots: range, units: int) -> bool:
        """Whether it was enough for that."""
        return self.slots[0] <= slots[0] and slots[-1] <= self.slots[-1] and units <= self.units


def keep_units(
    db: Session, bookable: Bookable, kept: Kept, *, line_id: int, person_id: int, now: datetime
) -> None:
    """Take units for a line of her basket, and what a booking would take along, such as an expert's time.

    Raises Full when too few are left, or somebody waits for them.
    """
    if line.is_waited_for(db, bookable, kept.slots, now=now):
        raise Full
    ledger.take(db, bookable, kept.slots, kept.units)
    own = Hold(bookable_id=bookable.id, first_slot=kept.slots[0], last_slot=kept.slots[-1], units=kept.units)
    for hold in (own, *along.take_along(db, bookable, kept.slots)):
        hold.for_bookable_id = None
        hold.basket_line_id, hold.person_id = line_id, person_id
        db.add(hold)


def let_go(db: Session, bookable: Bookable, line_id: int, *, now: datetime) -> bool:
    """Give back what a line kept, and offer it to those who wait. False when it kept nothing any more."""
    kept = queries.list_kept_by(db, [line_id])
    _give_back(db, kept)
    if kept:
        promote_next(db, bookable, now=now)
    return bool(kept)


def use_kept(db: Session, bookable: Bookable, person_id: int, slots: range) -> list[Kept]:
    """Give back what her baskets keep in some of those slots, for her to take; what it was."""
    kept = queries.list_kept_for(db, bookable.id, person_id, slots)
    lines = [hold.basket_line_id for hold in kept if hold.basket_line_id is not None]
    _give_back(db, queries.list_kept_by(db, lines) if lines else [])
    return [Kept(hold.slots, hold.units) for hold in kept]


def _give_back(db: Session, kept: list[Hold]) -> None:
    for hold in kept:
        ledger.give_back(db, hold.bookable_id, hold.slots, hold.units)
    if kept:
        db.execute(delete(Hold).where(Hold.id.in_([hold.id for hold in kept])))

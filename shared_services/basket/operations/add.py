"""Putting something in one's basket: its units are kept for half an hour."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.basketing import Asked
from shared_services.booking.models import Bookable
from shared_services.booking.operations import keep_units, let_go
from shared_services.booking.operations.keeping import Kept
from shared_services.booking.queries import lock_bookables
from shared_services.booking.sharing.quotas import lock_takers

from .. import queries
from ..errors import AlreadyInBasket, TooManyLines
from ..models import KEPT_FOR, BasketLine
from .rehearse import basketing_of, rehearse, that_matter

MOST_LINES = 20


def put_in_basket(db: Session, asked: Asked, *, person: Person, now: datetime) -> BasketLine:
    """Keep what is asked for, as booking it would: same rules, and nobody who waits is overtaken.

    Raises TooManyLines, AlreadyInBasket, OverlapsInBasket, AnotherDateInBasket, NotFound, and what the
    kind's verb raises, Full included.
    """
    lines, locked = _lock(db, person, asked.bookable_id)
    if len(lines) >= MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    line = BasketLine(
        person_id=person.id,
        bookable=locked[asked.bookable_id],
        given=dict(asked.given),
        despite_overlap=asked.despite_overlap,
        added_at=now,
    )
    _keep(db, locked[asked.bookable_id], line, asked, lines, person=person, now=now)
    return line


def keep_again(db: Session, line_id: int, *, person: Person, now: datetime) -> BasketLine:
    """Keep a line that is no longer kept, when it is still free; nothing for one that still is.

    Raises what put_in_basket raises.
    """
    wanted = queries.get_line(db, line_id)
    lines, locked = _lock(db, person, wanted.bookable_id)
    line = queries.get_line(db, line_id)
    if line.held_until > now and queries.list_held(db, [line.id]):
        return line
    bookable = locked[line.bookable_id]
    let_go(db, bookable, line.id, now=now)
    others = [other for other in lines if other.id != line.id]
    _keep(db, bookable, line, line.asked, others, person=person, now=now)
    return line


def _lock(db: Session, person: Person, bookable_id: int) -> tuple[list[BasketLine], dict[int, Bookable]]:
    """The basket as it is once all that it holds is locked; two tabs of one person take turns."""
    before = queries.list_lines(db, person.id)
    locked = lock_bookables(db, {bookable_id, *(line.bookable_id for line in before)})
    lock_takers(db, [person.id], None)
    return [line for line in queries.list_lines(db, person.id) if line.bookable_id in locked], locked


def _keep(
    db: Session,
    bookable: Bookable,
    line: BasketLine,
    asked: Asked,
    others: list[BasketLine],
    *,
    person: Person,
    now: datetime,
) -> None:
    promise = rehearse(db, bookable, asked, that_matter(bookable, others), person=person, now=now)
    period = promise.period
    if any(one.bookable_id == bookable.id and one.first_slot == period.slots[0] for one in others):
        raise AlreadyInBasket  # no longer kept, or it would have refused
    basketing_of(bookable).prepare(db, bookable.id, period.slots)
    line.period, line.units, line.organisation_id = period, promise.units, promise.organisation_id
    line.held_until = min(now + KEPT_FOR, period.closes_at) if period.closes_at else now + KEPT_FOR
    line.refusal = ""
    db.add(line)
    db.flush()  # its number goes on what is held
    kept = Kept(period.slots, promise.units)
    keep_units(db, bookable, kept, line_id=line.id, person_id=person.id, now=now)

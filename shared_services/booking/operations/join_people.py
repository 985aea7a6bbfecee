"""Two accounts of one person: what both of them booked, and the working time of both."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from .. import ledger, moves, queries
from ..errors import Full, TwinsBusy
from ..facts import check_cancel
from ..models import Bookable, Booking, BookingStatus, CancelledBy, Hold
from ..reasons import ONE_PERSON, in_french
from .promote import promote_next

# Of two bookings of the same thing the one that is worth most stays.
WORTH = (BookingStatus.CONFIRMED, BookingStatus.OFFERED, BookingStatus.PENDING, BookingStatus.WAITLISTED)


def lock_what_is_live(db: Session, person: Person) -> dict[int, Bookable]:
    """Lock whatever she has a live booking of: nobody books it meanwhile."""
    return queries.lock_bookables(db, queries.live_bookable_ids(db, person.id))


def drop_doubles(
    db: Session, kept: Person, twin: Person, locked: dict[int, Bookable], *, by: Person, now: datetime
) -> list[Booking]:
    """Where both accounts booked the same thing one booking stays, the other's units go to who waits.

    `locked`: all that is live of the twin. Gives those that were cancelled. Raises what a kind says when
    one cannot be, such as LoanOut.
    """
    dropped = []
    doubles = [pair for pair in queries.list_doubles(db, kept.id, twin.id) if pair[0].bookable_id in locked]
    for pair in doubles:
        worst = max(pair, key=lambda one: (WORTH.index(one.status), one.person_id != kept.id, one.asked_at))
        bookable = locked[worst.bookable_id]
        check_cancel(db, worst, bookable)
        moves.move(
            db,
            worst,
            bookable,
            BookingStatus.CANCELLED,
            by=by,
            now=now,
            reason=in_french(ONE_PERSON),
            cancelled_by=CancelledBy.HUB,
        )
        dropped.append(worst)
    db.flush()
    for bookable_id in sorted({one.bookable_id for one in dropped}):
        promote_next(db, locked[bookable_id], now=now)
    return dropped


def join_staff_time(db: Session, kept: Person, twin: Person) -> None:
    """All that the twin's working time is taken for goes to the kept account's.

    Raises TwinsBusy naming what both were to do at the same time.
    """
    theirs = queries.find_staff_time(db, twin.id)
    if theirs is None:
        return
    mine = queries.find_staff_time(db, kept.id)
    if mine is None:
        theirs.person_id = kept.id
        return
    locked = queries.lock_bookables(db, [mine.id, theirs.id])
    own = {_what(hold) for hold in queries.list_holds_of(db, mine.id)}
    for hold in queries.list_holds_of(db, theirs.id):
        slots = range(hold.first_slot, hold.last_slot + 1)
        ledger.give_back(db, theirs.id, slots, hold.units)
        if _what(hold) in own:  # both were named for the same session
            db.delete(hold)
            continue
        try:
            ledger.take(db, locked[mine.id], slots, hold.units)
        except Full:
            served = db.get(Bookable, hold.for_bookable_id) if hold.for_bookable_id else None
            raise TwinsBusy(title=queries.find_title(db, served) if served else "") from None
        hold.bookable_id = mine.id


def _what(hold: Hold) -> tuple[int | None, int, int]:
    return hold.for_bookable_id, hold.first_slot, hold.last_slot

"""The life of a loan: units handed over, taken back, kept some days more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking import ledger
from shared_services.booking.errors import Full
from shared_services.booking.models import Booking, BookingStatus
from shared_services.booking.operations import promote_next
from shared_services.booking.operations.reserve import take_without_overtaking
from shared_services.booking.periods import Period
from shared_services.booking.queries import lock_booking
from shared_services.core import audit
from shared_services.core.local_time import to_local, to_utc
from shared_services.core.pictures import Picture
from shared_services.core.saying import say_day

from .. import queries
from ..days import after_turnaround, day_of, is_open, slot_of
from ..errors import (
    ClosedAtReturn,
    DaysTaken,
    LoansInTheWay,
    LoanTooLong,
    MoreThanBooked,
    NotALoanToHandOver,
    NothingToTakeBack,
    NotLonger,
    NotToHandOverYet,
    UnitNotFound,
    UnitNotThere,
)
from ..inventory.table import clean_label
from ..loans import queries as loan_queries
from ..loans.agreement import issue_agreement
from ..loans.models import LoanPhoto, LoanUnit, PhotoMoment
from ..models import Tool, ToolUnit, UnitState
from ..rules import say_opening_days
from .lending import end_when_settled
from .service import follow_inventory, serve
from .units import move_unit
from .visits import check_return


@dataclass(frozen=True, kw_only=True)
class Return:
    """What is noted of a unit that is back; `is_broken` puts it under repair."""

    state: str = ""
    missing: str = ""
    is_broken: bool = False


def hand_over(
    db: Session,
    booking_id: int,
    labels: Sequence[str],
    *,
    state: str = "",
    photo: Picture | None = None,
    by: Person,
    now: datetime,
) -> list[LoanUnit]:
    """Give the units with those labels to whoever booked; as many as booked, or some now and some later.

    Raises NotALoanToHandOver, NotToHandOverYet, UnitNotFound, UnitNotThere, MoreThanBooked.
    """
    booking, tool = _lock_loan(db, booking_id)
    if booking.status != BookingStatus.CONFIRMED:
        raise NotALoanToHandOver
    if slot_of(to_local(now, tool.time_zone).date()) < booking.first_slot:
        raise NotToHandOverYet(day=say_day(day_of(booking.first_slot)))
    wanted = list(dict.fromkeys(clean_label(label) for label in labels if label.strip()))
    before = loan_queries.list_loan_units(db, booking.id)
    if len(before) + len(wanted) > booking.units:
        raise MoreThanBooked(units=booking.units)
    units = _find_units(db, tool, wanted)
    handed = [
        LoanUnit(booking_id=booking.id, unit_id=unit.id, handed_at=now, handed_by_id=by.id, state_out=state)
        for unit in units
    ]
    db.add_all(handed)
    _keep_photo(db, booking, PhotoMoment.OUT, photo, by=by, now=now)
    for unit in units:
        audit.record(db, unit, "handed_over", by=by, now=now, details={"booking": booking.reference})
    audit.record(db, booking, "handed_over", by=by, now=now, details={"labels": wanted})
    issue_agreement(db, booking.id, now=now)
    return handed


def _find_units(db: Session, tool: Tool, labels: Sequence[str]) -> list[ToolUnit]:
    known = {unit.label: unit for unit in queries.list_units_of(db, [tool.id])}
    out = loan_queries.units_out(db, [unit.id for unit in known.values()])
    for label in labels:
        if label not in known:
            raise UnitNotFound(label=label)
        if known[label].state != UnitState.AVAILABLE or known[label].id in out:
            raise UnitNotThere(label=label)
    return [known[label] for label in labels]


def take_back(
    db: Session,
    booking_id: int,
    returns: Mapping[int, Return],
    *,
    photo: Picture | None = None,
    by: Person,
    now: datetime,
) -> list[LoansInTheWay]:
    """Note what is back, by the number of the unit; the days that remain are free for others at once.

    What is broken goes under repair. Gives the refusals of that: the unit is back, but people count on it.
    Raises NothingToTakeBack.
    """
    booking, tool = _lock_loan(db, booking_id)
    out = {one.unit_id: one for one in loan_queries.list_loan_units(db, booking.id) if one.is_out}
    if not returns or not returns.keys() <= out.keys():
        raise NothingToTakeBack
    _keep_photo(db, booking, PhotoMoment.BACK, photo, by=by, now=now)
    refusals = []
    for unit_id, noted in returns.items():
        one = out[unit_id]
        one.returned_at, one.taken_back_by_id = now, by.id
        one.state_in, one.missing = noted.state, noted.missing
        told = {"booking": booking.reference, "missing": noted.missing}
        audit.record(db, one.unit, "taken_back", by=by, now=now, reason=noted.state or None, details=told)
        if noted.is_broken and (refusal := _repair(db, tool, one.unit, noted, by=by, now=now)):
            refusals.append(refusal)
    if out.keys() == returns.keys():
        _end(db, booking, tool, by=by, now=now)
    end_when_settled(db, booking, tool, by=by, now=now)
    return refusals


def _keep_photo(
    db: Session, booking: Booking, moment: PhotoMoment, photo: Picture | None, *, by: Person, now: datetime
) -> None:
    if photo is None:
        return
    db.add(
        LoanPhoto(
            booking_id=booking.id,
            moment=moment,
            content=photo.content,
            width=photo.width,
            height=photo.height,
            taken_at=now,
            taken_by_id=by.id,
        )
    )


def _repair(
    db: Session, tool: Tool, unit: ToolUnit, noted: Return, *, by: Person, now: datetime
) -> LoansInTheWay | None:
    """Under repair, unless the next borrowers would have too few: then the desk must first see to them."""
    try:
        with db.begin_nested():
            move_unit(db, unit, UnitState.UNDER_REPAIR, reason=noted.state, by=by, now=now)
            follow_inventory(db, tool, now=now)
    except LoansInTheWay as refusal:
        return refusal
    return None


def _end(db: Session, booking: Booking, tool: Tool, *, by: Person, now: datetime) -> None:
    """All is back: the days that the loan still had, once it is checked, go to others."""
    today = to_local(now, tool.time_zone).date()
    checked = slot_of(after_turnaround(today, tool.weekdays, tool.turnaround_days))
    last = max(booking.first_slot, min(booking.last_slot, checked))
    audit.record(db, booking, "taken_back", by=by, now=now)
    if last < booking.last_slot:
        ledger.give_back(db, tool.id, range(last + 1, booking.last_slot + 1), booking.units)
        booking.last_slot = last
    db.flush()  # the days are free before they are offered
    promote_next(db, tool, now=now)


def settle(db: Session, booking_id: int, *, by: Person, now: datetime) -> None:
    """The hub considers what was missing as settled: the loan is closed."""
    booking, tool = _lock_loan(db, booking_id)
    for one in loan_queries.list_loan_units(db, booking.id):
        if one.missing and one.settled_at is None and not one.is_out:
            one.settled_at = now
    audit.record(db, booking, "settled", by=by, now=now)
    end_when_settled(db, booking, tool, by=by, now=now)


def extend_loan(
    db: Session, booking_id: int, last: date, *, by: Person, by_desk: bool = False, now: datetime
) -> Booking:
    """Keep it until `last`, when nobody has or waits for those days; the desk may take one visit more.

    Raises NotALoanToHandOver, NotLonger, LoanTooLong, ClosedAtReturn, NoVisitAtReturn, DaysTaken.
    """
    booking, tool = _lock_loan(db, booking_id)
    if booking.status != BookingStatus.CONFIRMED or booking.ends_at is None:
        raise NotALoanToHandOver
    before = to_local(booking.ends_at, tool.time_zone).date()
    if last <= before or last < to_local(now, tool.time_zone).date():
        raise NotLonger
    if slot_of(last) - booking.first_slot + 1 > tool.most_days:
        raise LoanTooLong(most=tool.most_days)
    if not is_open(last, tool.weekdays):
        raise ClosedAtReturn(days=say_opening_days(tool.weekdays))
    if not by_desk:
        check_return(db, tool, last, but_for=booking.id, before=before)
    _keep_until(db, booking, tool, last, now=now)
    booking.ends_at = to_utc(last, tool.closes_hour, tool.time_zone)
    told = {"from": before.isoformat(), "to": last.isoformat()}
    audit.record(db, booking, "extended", by=by, now=now, details=told)
    if loan_queries.count_handed(db, [booking.id]):
        issue_agreement(db, booking.id, now=now)  # the dates that were signed are no longer true
    end_when_settled(db, booking, tool, by=by, now=now)
    return booking


def keep_overdue(db: Session, booking_id: int, *, now: datetime) -> bool:
    """What is late keeps its days until it is back, as long as nobody has them. False when somebody does."""
    booking, tool = _lock_loan(db, booking_id)
    if not any(one.is_out for one in loan_queries.list_loan_units(db, booking.id)):
        return True
    try:
        _keep_until(db, booking, tool, to_local(now, tool.time_zone).date(), now=None)
    except (DaysTaken, LoansInTheWay):
        return False
    return True


def _keep_until(db: Session, booking: Booking, tool: Tool, last: date, *, now: datetime | None) -> None:
    """Take the days after those it has, until `last` and its checking; `now`: nobody who waits is overtaken.

    Raises DaysTaken.
    """
    end = slot_of(after_turnaround(last, tool.weekdays, tool.turnaround_days))
    if end <= booking.last_slot:
        return
    days = range(booking.last_slot + 1, end + 1)
    serve(db, tool, days)
    try:
        if now is None:
            ledger.take(db, tool, days, booking.units)
        else:
            take_without_overtaking(db, tool, Period(slots=days), booking.units, now=now)
    except Full:
        raise DaysTaken from None
    booking.last_slot = end


def _lock_loan(db: Session, booking_id: int) -> tuple[Booking, Tool]:
    booking, _bookable = lock_booking(db, booking_id)
    return booking, queries.get_tool(db, booking.bookable_id)

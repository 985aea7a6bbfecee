"""Reads about units that are lent: of one loan, of a hub's day, overdue."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session, joinedload

from shared_services.booking.models import LIVE, Bookable, Booking, BookingStatus
from shared_services.core.errors import NotFound
from shared_services.core.local_time import to_local
from shared_services.papers.models import Paper, PaperKind

from ..models import Tool, ToolUnit, UnitState
from .models import LendingRules, LoanPhoto, LoanUnit


def list_loan_units(db: Session, booking_id: int) -> list[LoanUnit]:
    """What was handed over for a booking, with its units, by label."""
    statement = (
        select(LoanUnit)
        .join(LoanUnit.unit)
        .where(LoanUnit.booking_id == booking_id)
        .options(joinedload(LoanUnit.unit))
        .order_by(ToolUnit.label, LoanUnit.id)
    )
    return list(db.scalars(statement.execution_options(populate_existing=True)))


def list_photos(db: Session, booking_id: int) -> list[LoanPhoto]:
    """In the order they were taken, without their files."""
    statement = select(LoanPhoto).where(LoanPhoto.booking_id == booking_id)
    return list(db.scalars(statement.order_by(LoanPhoto.taken_at, LoanPhoto.id)))


def get_photo(db: Session, booking_id: int, photo_id: int) -> LoanPhoto:
    """Raises NotFound, also for one of another loan."""
    found = db.get(LoanPhoto, photo_id)
    if found is None or found.booking_id != booking_id:
        raise NotFound
    return found


def units_out(db: Session, unit_ids: Iterable[int]) -> dict[int, int]:
    """The booking that has each of those units now, by the unit."""
    statement = select(LoanUnit.unit_id, LoanUnit.booking_id).where(
        LoanUnit.unit_id.in_(list(unit_ids)), LoanUnit.returned_at.is_(None)
    )
    return {row.unit_id: row.booking_id for row in db.execute(statement)}


def count_handed(db: Session, booking_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How many units were handed over for each booking, and how many of them are out."""
    statement = (
        select(
            LoanUnit.booking_id,
            func.count(),
            func.count().filter(LoanUnit.returned_at.is_(None)),
        )
        .where(LoanUnit.booking_id.in_(booking_ids))
        .group_by(LoanUnit.booking_id)
    )
    return {booking_id: (handed, out) for booking_id, handed, out in db.execute(statement)}


def _is_out() -> ColumnElement[bool]:
    return exists().where(LoanUnit.booking_id == Booking.id, LoanUnit.returned_at.is_(None))


def _lacks_units(now: datetime, until: datetime) -> ColumnElement[bool]:
    """Fewer units were handed over than are booked, and nothing is back."""
    handed = select(func.count()).where(LoanUnit.booking_id == Booking.id).scalar_subquery()
    back = exists().where(LoanUnit.booking_id == Booking.id, LoanUnit.returned_at.is_not(None))
    return and_(Booking.starts_at < until, Booking.ends_at > now, handed < Booking.units, not_(back))


def _loans() -> Select[Booking]:
    return (
        select(Booking)
        .join(Tool, Tool.id == Booking.bookable_id)
        .where(Booking.status == BookingStatus.CONFIRMED)
        .options(
            joinedload(Booking.person),
            joinedload(Booking.organisation),
            joinedload(Booking.bookable).joinedload(Bookable.offer),
            joinedload(Booking.bookable).joinedload(Bookable.hub),
        )
    )


def list_out(db: Session, hub_id: int | None = None) -> list[Booking]:
    """Loans with a unit out, the one that is due first at the head; of one hub, or of all."""
    statement = _loans().where(_is_out())
    if hub_id is not None:
        statement = statement.where(Tool.hub_id == hub_id)
    return list(db.scalars(statement.order_by(Booking.ends_at, Booking.id)))


def list_to_hand_over(db: Session, hub_id: int, *, now: datetime, until: datetime) -> list[Booking]:
    """Confirmed loans of a hub that begin before `until`, are not over, and lack units; the soonest first."""
    statement = _loans().where(Tool.hub_id == hub_id, _lacks_units(now, until))
    return list(db.scalars(statement.order_by(Booking.starts_at, Booking.id)))


def list_to_give_of(db: Session, tool_id: int, *, now: datetime, until: datetime) -> list[Booking]:
    """The same of one tool."""
    statement = _loans().where(Booking.bookable_id == tool_id, _lacks_units(now, until))
    return list(db.scalars(statement.order_by(Booking.starts_at, Booking.id)))


def list_agreements_past_term(db: Session, *, ended_before: datetime, most: int) -> list[tuple[Paper, int]]:
    """Agreements with their files of loans that ended before, and the number of the booking.

    A loan ends on the day agreed, or when the last unit is back if that is later; a unit that is lost or
    retired is waited for no more.
    """
    in_service = ToolUnit.state.not_in([UnitState.LOST, UnitState.RETIRED])
    not_over = (
        exists()
        .where(LoanUnit.booking_id == Booking.id, LoanUnit.unit_id == ToolUnit.id)
        .where(or_(LoanUnit.returned_at >= ended_before, and_(LoanUnit.returned_at.is_(None), in_service)))
    )
    statement = (
        select(Paper, Booking.id)
        .join(Booking, Booking.reference == Paper.subject)
        .where(
            Paper.kind == PaperKind.LOAN_AGREEMENT,
            Paper.deleted_on.is_(None),
            Booking.ends_at < ended_before,
            not_(not_over),
        )
        .order_by(Paper.id)
        .limit(most)
    )
    return [(paper, booking_id) for paper, booking_id in db.execute(statement)]


def find_loan_of(db: Session, unit_id: int) -> tuple[LoanUnit, Booking] | None:
    """Who has that unit now, with the person."""
    statement = (
        select(LoanUnit, Booking)
        .join(Booking, Booking.id == LoanUnit.booking_id)
        .where(LoanUnit.unit_id == unit_id, LoanUnit.returned_at.is_(None))
        .options(joinedload(LoanUnit.unit), joinedload(Booking.person), joinedload(Booking.organisation))
    )
    found = db.execute(statement).first()
    return (found[0], found[1]) if found else None


def list_next_borrowers(db: Session, tool_id: int, *, first_slot: int, last_slot: int) -> list[Booking]:
    """Confirmed loans of the tool that begin in those days and were not handed over, the soonest first."""
    handed = exists().where(LoanUnit.booking_id == Booking.id)
    statement = _loans().where(
        Booking.bookable_id == tool_id, Booking.first_slot.between(first_slot, last_slot), not_(handed)
    )
    return list(db.scalars(statement.order_by(Booking.first_slot, Booking.id)))


def find_rules(db: Session, hub_id: int | None) -> LendingRules | None:
    return db.scalar(select(LendingRules).where(LendingRules.hub_id == hub_id))


def lock_rules(db: Session, hub_id: int | None) -> LendingRules | None:
    """Locked, and read again: whoever counts the visits of a hub takes turns here, after the tool's lock."""
    statement = select(LendingRules).where(LendingRules.hub_id == hub_id).with_for_update()
    return db.scalar(statement.execution_options(populate_existing=True))


def visits_by_day(
    db: Session, tool: Tool, *, since: datetime, until: datetime, but_for: int | None = None
) -> tuple[int | None, Counter[date]]:
    """How many visits a day the hub of a tool takes, None for any number, and how many it has on each day
    between those instants, without those of the booking `but_for`; one statement.

    Those who wait count too: they may be given what they wait for. What came back early does not come back.
    """
    handed = exists().where(LoanUnit.booking_id == Booking.id)
    out = exists().where(LoanUnit.booking_id == Booking.id, LoanUnit.returned_at.is_(None))
    columns = (LendingRules.visits_a_day, Booking.starts_at, Booking.ends_at, and_(handed, not_(out)))
    coming = and_(Booking.starts_at < until, Booking.ends_at >= since, Booking.status.in_(LIVE))
    if but_for is not None:
        coming = and_(coming, Booking.id != but_for)
    statement: Select[int | None, datetime | None, datetime | None, bool] = (
        select(*columns)
        .select_from(LendingRules)
        .join(Tool, Tool.hub_id == LendingRules.hub_id)
        .outerjoin(Booking, and_(Booking.bookable_id == Tool.id, coming))
        .where(LendingRules.hub_id == tool.hub_id, LendingRules.visits_a_day.is_not(None))
    )
    return _count(db.execute(statement), tool.time_zone)


def _count(
    rows: Iterable[Row[int | None, datetime | None, datetime | None, bool]], zone: str
) -> tuple[int | None, Counter[date]]:
    most, visits = None, Counter[date]()
    for visits_a_day, starts_at, ends_at, is_back in rows:
        most = visits_a_day
        if starts_at is not None:
            visits[to_local(starts_at, zone).date()] += 1
        if ends_at is not None and not is_back:
            visits[to_local(ends_at, zone).date()] += 1
    return most, visits

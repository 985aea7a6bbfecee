"""What is known of people's time, read for any number of them in the same few statements."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, CursorResult, delete, null, or_, select, union_all
from sqlalchemy.orm import Session

from shared_services.booking.models import CapacitySlot, StaffTime
from shared_services.core.errors import existing

from .models import Absence, AvailabilityException, AvailabilityRange, BusyCalendar, BusyTime
from .slots import Hours, Known, OtherDay, Stretch, slot_at

MARGIN = timedelta(days=1)  # buffers, and days of other clocks


def known_of(
    db: Session, person_ids: Sequence[int], *, earliest: datetime, latest: datetime
) -> dict[int, Known]:
    """What is known of those people between two instants; three statements."""
    first, last = earliest - MARGIN, latest + MARGIN
    hours, other_days = _hours_of(db, person_ids, first.date(), last.date())
    away = _away_of(db, person_ids, first, last)
    taken = _taken_of(db, person_ids, range(slot_at(first), slot_at(last) + 1))
    return {
        person_id: Known(
            hours=hours[person_id],
            other_days=other_days[person_id],
            away=away[person_id],
            taken=frozenset(taken[person_id]),
        )
        for person_id in person_ids
    }


def _hours_of(
    db: Session, person_ids: Sequence[int], first: date, last: date
) -> tuple[dict[int, list[Hours]], dict[int, dict[date, OtherDay]]]:
    """The hours of their weeks, and the days that are not like their weeks, which have no weekday here."""
    weekly = select(
        AvailabilityRange.person_id,
        AvailabilityRange.weekday,
        AvailabilityRange.first_on,
        AvailabilityRange.last_on,
        AvailabilityRange.starts,
        AvailabilityRange.ends,
        AvailabilityRange.time_zone,
    ).where(
        AvailabilityRange.person_id.in_(person_ids),
        AvailabilityRange.first_on <= last,
        or_(AvailabilityRange.last_on.is_(None), AvailabilityRange.last_on >= first),
    )
    of_a_day = select(
        AvailabilityException.person_id,
        null(),
        AvailabilityException.day,
        AvailabilityException.day,
        AvailabilityException.starts,
        AvailabilityException.ends,
        AvailabilityException.time_zone,
    ).where(AvailabilityException.person_id.in_(person_ids), AvailabilityException.day.between(first, last))
    hours: dict[int, list[Hours]] = defaultdict(list)
    other_days: dict[int, dict[date, OtherDay]] = defaultdict(dict)
    both: Any = union_all(weekly, of_a_day).order_by("starts")
    for person_id, weekday, first_on, last_on, starts, ends, zone in db.execute(both):
        if weekday is not None:
            hours[person_id].append(
                Hours(
                    weekday=weekday,
                    starts=starts,
                    ends=ends,
                    first_on=first_on,
                    last_on=last_on,
                    time_zone=zone,
                )
            )
            continue
        before = other_days[person_id].get(first_on, OtherDay(time_zone=zone))
        added = () if starts is None or ends is None else ((starts, ends),)
        other_days[person_id][first_on] = OtherDay(time_zone=zone, hours=before.hours + added)
    return hours, other_days


def _away_of(
    db: Session, person_ids: Sequence[int], first: datetime, last: datetime
) -> dict[int, list[Stretch]]:
    """Absences, and what other calendars say."""
    absences = select(Absence.person_id, Absence.starts_at, Absence.ends_at).where(
        Absence.person_id.in_(person_ids), Absence.starts_at < last, Absence.ends_at > first
    )
    busy = (
        select(BusyCalendar.person_id, BusyTime.starts_at, BusyTime.ends_at)
        .join(BusyCalendar, BusyCalendar.id == BusyTime.calendar_id)
        .where(BusyCalendar.person_id.in_(person_ids), BusyTime.starts_at < last, BusyTime.ends_at > first)
    )
    found: dict[int, list[Stretch]] = defaultdict(list)
    for person_id, starts_at, ends_at in db.execute(union_all(absences, busy)):
        found[person_id].append((starts_at, ends_at))
    return found


def _taken_of(db: Session, person_ids: Sequence[int], slots: range) -> dict[int, set[int]]:
    """What the ledger says of their time: sessions they teach, appointments in any hub."""
    statement = (
        select(StaffTime.person_id, CapacitySlot.slot)
        .join(CapacitySlot, CapacitySlot.bookable_id == StaffTime.id)
        .where(
            StaffTime.person_id.in_(person_ids),
            CapacitySlot.slot.between(slots[0], slots[-1]),
            CapacitySlot.taken >= CapacitySlot.capacity,
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for person_id, slot in db.execute(statement):
        found[person_id].add(slot)
    return found


def list_ranges(db: Session, person_id: int, *, today: date) -> list[AvailabilityRange]:
    """Her weekly hours, without those that are over."""
    statement = select(AvailabilityRange).where(
        AvailabilityRange.person_id == person_id,
        or_(AvailabilityRange.last_on.is_(None), AvailabilityRange.last_on >= today),
    )
    order = (AvailabilityRange.weekday, AvailabilityRange.starts, AvailabilityRange.id)
    return list(db.scalars(statement.order_by(*order)))


def list_exceptions(db: Session, person_id: int, *, today: date) -> list[AvailabilityException]:
    statement = select(AvailabilityException).where(
        AvailabilityException.person_id == person_id, AvailabilityException.day >= today
    )
    return list(db.scalars(statement.order_by(AvailabilityException.day, AvailabilityException.starts)))


def list_absences(db: Session, person_id: int, *, now: datetime) -> list[Absence]:
    statement = select(Absence).where(Absence.person_id == person_id, Absence.ends_at > now)
    return list(db.scalars(statement.order_by(Absence.starts_at, Absence.id)))


def list_calendars(db: Session, person_id: int) -> list[BusyCalendar]:
    statement = select(BusyCalendar).where(BusyCalendar.person_id == person_id)
    return list(db.scalars(statement.order_by(BusyCalendar.name)))


def list_calendars_to_fetch(db: Session, *, before: datetime) -> list[BusyCalendar]:
    """Those with an address that were not asked since then."""
    statement = select(BusyCalendar).where(
        BusyCalendar.url != "",
        or_(BusyCalendar.fetched_at.is_(None), BusyCalendar.fetched_at <= before),
    )
    return list(db.scalars(statement.order_by(BusyCalendar.id)))


Hers = TypeVar("Hers", AvailabilityRange, AvailabilityException, Absence, BusyCalendar)


def get_hers(db: Session, table: type[Hers], row_id: int, person_id: int) -> Hers:
    """A row of her own. Raises NotFound, also for somebody else's."""
    hers: ColumnElement[bool] = table.person_id == person_id
    return existing(db.scalar(select(table).where(table.id == row_id, hers)))


def forget_before(db: Session, limit: datetime) -> int:
    """Delete absences, days and busy times that were over before then; how many."""
    gone = (
        delete(Absence).where(Absence.ends_at < limit),
        delete(AvailabilityException).where(AvailabilityException.day < limit.date()),
        delete(BusyTime).where(BusyTime.ends_at < limit),
    )
    return sum(cast(CursorResult[Any], db.execute(statement)).rowcount for statement in gone)

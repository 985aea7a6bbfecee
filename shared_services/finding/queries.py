"""What answers a wish: offers, dates, and how many of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, extract, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from shared_services.booking.kinds import kinds_with_dates
from shared_services.booking.models import (
    Bookable,
    BookableStatus,
    Booking,
    BookingStatus,
    CapacitySlot,
    Verdict,
)
from shared_services.catalogue.models import Offer
from shared_services.catalogue.search import answering
from shared_services.core.paging import PER_PAGE, Page

from .wish import Sort, Wish


def dates_answering(wish: Wish, *, now: datetime) -> list[ColumnElement[bool]]:
    """The conditions on a date that make it answer: it is still to come, where and when it was asked for."""
    found: list[ColumnElement[bool]] = [
        Bookable.status == BookableStatus.SCHEDULED,
        Bookable.starts_at > now,
    ]
    if wish.from_on:
        found.append(Bookable.starts_on >= wish.from_on)
    if wish.to_on:
        found.append(Bookable.starts_on <= wish.to_on)
    if wish.weekday:
        found.append(extract("dow", Bookable.starts_on) == int(wish.weekday) % 7)
    if wish.part:
        found.append(Bookable.day_part == wish.part)
    if wish.has_seats:
        found += _has_seats(now)
    return found


def _has_seats(now: datetime) -> list[ColumnElement[bool]]:
    """A place can be booked at once: some are left, nobody waits for them, bookings are open."""
    full = exists().where(
        CapacitySlot.bookable_id == Bookable.id,
        CapacitySlot.taken >= CapacitySlot.capacity,
    )
    waited_for = exists().where(
        Booking.bookable_id == Bookable.id, Booking.status == BookingStatus.WAITLISTED
    )
    is_open = func.coalesce(Bookable.closes_at, Bookable.starts_at) > now
    has_opened = or_(Bookable.opens_at.is_(None), Bookable.opens_at <= now)
    stands = Bookable.verdict.is_distinct_from(Verdict.ASKED)
    return [has_opened, Bookable.capacity > 0, ~full, ~waited_for, is_open, stands]


def offers_answering(wish: Wish, *, slips: bool, now: datetime) -> list[ColumnElement[bool]]:
    """The conditions on an offer that make it answer, its dates included."""
    found = _of_dated_kinds(wish, slips=slips)
    if wish.asks_dates:
        dates = select(Bookable.offer_id).where(*dates_answering(wish, now=now))
        found.append(Offer.id.in_(dates))
    return found


def _of_dated_kinds(wish: Wish, *, slips: bool) -> list[ColumnElement[bool]]:
    return [*answering(wish, slips=slips), Offer.kind.in_(kinds_with_dates())]


def count_offers(db: Session, wish: Wish, *, now: datetime, slips: bool = False) -> int:
    conditions = offers_answering(wish, slips=slips, now=now)
    return db.scalar(select(func.count(Offer.id)).where(*conditions)) or 0


def search_offers(
    db: Session, wish: Wish, *, slips: bool, number: int, now: datetime, with_rows: bool = True
) -> Page[Offer]:
    """One page of offers with hub and themes, in the order asked for; only their number without rows."""
    total = count_offers(db, wish, now=now, slips=slips)
    number = min(max(1, number), max(1, -(-total // PER_PAGE)))
    statement = _in_order(wish, slips=slips, now=now)
    statement = statement.options(joinedload(Offer.hub), selectinload(Offer.themes))
    if not total or not with_rows:
        return Page([], total, number, PER_PAGE)
    rows = db.scalars(statement.limit(PER_PAGE).offset((number - 1) * PER_PAGE))
    return Page(list(rows), total, number, PER_PAGE)


def _in_order(wish: Wish, *, slips: bool, now: datetime) -> Select[Offer]:
    answers = select(Offer).where(*offers_answering(wish, slips=slips, now=now))
    if wish.sort == Sort.NEWEST:
        return answers.order_by(Offer.published_at.desc(), Offer.sort_key, Offer.id)
    if wish.sort == Sort.TITLE:
        return answers.order_by(Offer.sort_key, Offer.id)
    dates = select(Bookable.offer_id, func.min(Bookable.starts_at).label("next_at"))
    if wish.asks_dates:  # seats are counted for the offers that may answer only
        may_answer = select(Offer.id).where(*_of_dated_kinds(wish, slips=slips))
        dates = dates.where(Bookable.offer_id.in_(may_answer))
    coming = dates.where(*dates_answering(wish, now=now)).group_by(Bookable.offer_id).subquery()
    soonest = (coming.c.next_at.is_(None), coming.c.next_at, Offer.sort_key, Offer.id)
    # Where dates are asked for, the join finds the offers that have some: they are not looked for twice.
    statement = select(Offer).where(*_of_dated_kinds(wish, slips=slips))
    statement = statement.join(coming, coming.c.offer_id == Offer.id, isouter=not wish.asks_dates)
    if wish.sort == Sort.PRICE:
        return statement.order_by(Offer.price_cents, *soonest)
    return statement.order_by(*soonest)


def list_dates(
    db: Session, wish: Wish, offer_ids: Sequence[int], *, now: datetime, most: int
) -> list[Bookable]:
    """The first `most` dates of each of these offers that answer, the soonest first."""
    rank = func.row_number().over(partition_by=Bookable.offer_id, order_by=(Bookable.starts_at, Bookable.id))
    ranked = (
        select(Bookable.id, rank.label("rank"))
        .where(Bookable.offer_id.in_(offer_ids), *dates_answering(wish, now=now))
        .subquery()
    )
    first = select(ranked.c.id).where(ranked.c.rank <= most)
    return list(
        db.scalars(select(Bookable).where(Bookable.id.in_(first)).order_by(Bookable.starts_at, Bookable.id))
    )


def count_dates(db: Session, wish: Wish, offer_ids: Sequence[int], *, now: datetime) -> dict[int, int]:
    """How many dates of each of these offers answer; offers without any are not there."""
    rows = db.execute(
        select(Bookable.offer_id, func.count())
        .where(Bookable.offer_id.in_(offer_ids), *dates_answering(wish, now=now))
        .group_by(Bookable.offer_id)
    )
    return {offer_id: number for offer_id, number in rows if offer_id is not None}


@dataclass(frozen=True)
class Day:
    """The first dates of one day, and how many there are in all."""

    dates: list[Bookable]
    total: int


def list_days(
    db: Session, wish: Wish, *, first: date, last: date, slips: bool, now: datetime, most: int
) -> dict[date, Day]:
    """The dates that answer from `first` to `last`, by day of their place, at most `most` a day.

    Two statements. Days without any are not there.
    """
    inside = [Bookable.starts_on >= first, Bookable.starts_on <= last]
    conditions = [*answering(wish, slips=slips), *dates_answering(wish, now=now), *inside]
    counts = (
        select(Bookable.starts_on, func.count())
        .join(Bookable.offer)
        .where(*conditions)
        .group_by(Bookable.starts_on)
    )
    totals: dict[date | None, int] = {row[0]: row[1] for row in db.execute(counts)}
    rank = func.row_number().over(partition_by=Bookable.starts_on, order_by=(Bookable.starts_at, Bookable.id))
    ranked = select(Bookable.id, rank.label("rank")).join(Bookable.offer).where(*conditions).subquery()
    shown = (
        select(Bookable)
        .join(Bookable.offer)
        .where(Bookable.id.in_(select(ranked.c.id).where(ranked.c.rank <= most)))
        .options(contains_eager(Bookable.offer))
        .order_by(Bookable.starts_at, Bookable.id)
    )
    by_day: dict[Any, list[Bookable]] = {}
    for bookable in db.scalars(shown) if totals else ():
        by_day.setdefault(bookable.starts_on, []).append(bookable)
    return {day: Day(dates, totals[day]) for day, dates in by_day.items()}


def find_next_day(db: Session, wish: Wish, *, after: date, slips: bool, now: datetime) -> date | None:
    """The first day after this one with a date that answers."""
    conditions = [*answering(wish, slips=slips), *dates_answering(wish, now=now), Bookable.starts_on > after]
    return db.scalar(select(func.min(Bookable.starts_on)).join(Bookable.offer).where(*conditions))

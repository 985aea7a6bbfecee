"""Reads about the bookings of a person, and of an organisation."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, not_, or_, select
from sqlalchemy.orm import Session, joinedload

from ..models import HOLDING, LIVE, Bookable, Booking, BookingStatus, StaffTime
from .bookings import with_people


def list_attended(db: Session, offer_id: int | None, person_ids: Sequence[int]) -> dict[int, Booking]:
    """The last time each of those people attended a date of the offer, by person, with its bookable."""
    attended = (
        select(Booking)
        .join(Booking.bookable)
        .where(
            Bookable.offer_id == offer_id,
            Booking.person_id.in_(person_ids),
            Booking.status == BookingStatus.ATTENDED,
        )
        .options(joinedload(Booking.bookable))
        .order_by(Booking.starts_at)
    )
    return {booking.person_id: booking for booking in db.scalars(attended)}


def find_staff_time(db: Session, person_id: int) -> StaffTime | None:
    return db.scalar(select(StaffTime).where(StaffTime.person_id == person_id))


def bookings_of_person(person_id: int, *, is_past: bool, now: datetime) -> Select[Booking]:
    """With their bookable: live and to come, the soonest first; or the rest, the latest first."""
    statement = select(Booking).where(Booking.person_id == person_id).options(joinedload(Booking.bookable))
    return _coming_or_past(statement, is_past=is_past, now=now)


def list_of_person_between(db: Session, person_id: int, first: datetime, last: datetime) -> list[Booking]:
    """What a person has, asked for or came to over that time, the soonest first, with its bookable."""
    shown = LIVE | HOLDING
    statement = (
        select(Booking)
        .where(
            Booking.person_id == person_id,
            Booking.status.in_(shown),
            Booking.starts_at < last,
            Booking.ends_at > first,
        )
        .options(joinedload(Booking.bookable))
        .order_by(Booking.starts_at, Booking.id)
    )
    return list(db.scalars(statement))


def list_live_of(db: Session, person_id: int, organisation_id: int, *, now: datetime) -> list[Booking]:
    """What a person still has to come for that organisation, the soonest first."""
    statement = (
        select(Booking)
        .where(
            Booking.person_id == person_id,
            Booking.organisation_id == organisation_id,
            Booking.status.in_(LIVE),
            Booking.ends_at > now,
        )
        .options(joinedload(Booking.bookable))
        .order_by(Booking.starts_at, Booking.id)
    )
    return list(db.scalars(statement))


def list_attended_by(db: Session, person_id: int) -> list[Booking]:
    """Every date a person attended, for whichever organisation, the latest first."""
    statement = (
        select(Booking)
        .where(Booking.person_id == person_id, Booking.status == BookingStatus.ATTENDED)
        .options(joinedload(Booking.bookable))
        .order_by(Booking.starts_at.desc(), Booking.id)
    )
    return list(db.scalars(statement))


def bookings_of_organisation(
    organisation_id: int, *, person_id: int | None, is_past: bool, now: datetime
) -> Select[Booking]:
    """What its people booked for it: live and to come, the soonest first; or the rest, the latest first."""
    statement = with_people().where(Booking.organisation_id == organisation_id)
    if person_id is not None:
        statement = statement.where(Booking.person_id == person_id)
    return _coming_or_past(statement, is_past=is_past, now=now)


def _coming_or_past(statement: Select[Booking], *, is_past: bool, now: datetime) -> Select[Booking]:
    is_coming = and_(Booking.status.in_(LIVE), Booking.ends_at > now)
    order = Booking.starts_at.desc() if is_past else Booking.starts_at
    return statement.where(not_(is_coming) if is_past else is_coming).order_by(order, Booking.id)


def list_attended_for(db: Session, organisation_id: int) -> list[Booking]:
    """Every attended date of the organisation's people, the latest first."""
    attended = (
        with_people()
        .where(Booking.organisation_id == organisation_id, Booking.status == BookingStatus.ATTENDED)
        .order_by(Booking.starts_at.desc(), Booking.id)
    )
    return list(db.scalars(attended))


def list_asked_for(db: Session, bookable_ids: Sequence[int], person_id: int) -> list[tuple[int, range, bool]]:
    """The slots of those bookables that somebody waits for, or that this person has or asked for already;
    the third says whether they are hers."""
    is_hers = and_(Booking.person_id == person_id, Booking.status.in_(LIVE))
    asked = select(Booking.bookable_id, Booking.first_slot, Booking.last_slot, is_hers).where(
        Booking.bookable_id.in_(bookable_ids), or_(Booking.status == BookingStatus.WAITLISTED, is_hers)
    )
    return [(id_, range(first, last + 1), bool(hers)) for id_, first, last, hers in db.execute(asked)]


def live_bookable_ids(db: Session, person_id: int) -> set[int]:
    """What she has a live booking of."""
    live = select(Booking.bookable_id).where(Booking.person_id == person_id, Booking.status.in_(LIVE))
    return set(db.scalars(live))

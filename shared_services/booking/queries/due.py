"""What the scheduler finds to do."""

from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from ..models import Bookable, BookableStatus, Booking, BookingStatus, CapacitySlot, Verdict
from ..periods import DATES
from .bookings import with_people


def list_expired_places(db: Session, *, now: datetime) -> list[int]:
    """Ids of pending or offered bookings whose deadline has passed, the oldest first."""
    return list(
        db.scalars(
            select(Booking.id).where(Booking.expires_at <= now).order_by(Booking.expires_at, Booking.id)
        )
    )


def list_left_behind(db: Session, *, ended_after: datetime) -> list[Booking]:
    """Bookings that have not the dates of their dated bookable, with it."""
    differs = or_(*(getattr(Booking, name).is_distinct_from(getattr(Bookable, name)) for name in DATES))
    return list(
        db.scalars(
            select(Booking)
            .join(Booking.bookable)
            .where(Bookable.starts_at.is_not(None), Bookable.ends_at > ended_after, differs)
            .options(contains_eager(Booking.bookable))
        )
    )


def list_waiting_in_vain(db: Session, *, now: datetime) -> list[int]:
    """Ids of bookings that still wait although bookings have closed."""
    return list(
        db.scalars(
            select(Booking.id)
            .where(Booking.status == BookingStatus.WAITLISTED, Booking.closes_at <= now)
            .order_by(Booking.id)
        )
    )


def list_with_places_to_offer(db: Session, *, now: datetime) -> list[int]:
    """Ids of open bookables for which somebody waits although units are free in all of her slots."""
    is_full = (CapacitySlot.bookable_id == Booking.bookable_id) & (
        CapacitySlot.slot.between(Booking.first_slot, Booking.last_slot)
        & (CapacitySlot.taken >= CapacitySlot.capacity)
    )
    return list(
        db.scalars(
            select(Bookable.id)
            .join(Booking, Booking.bookable_id == Bookable.id)
            .where(
                Booking.status == BookingStatus.WAITLISTED,
                Bookable.status == BookableStatus.SCHEDULED,
                Bookable.verdict.is_distinct_from(Verdict.ASKED),
                or_(Booking.closes_at.is_(None), Booking.closes_at > now),
                Bookable.capacity > 0,
                ~exists().where(is_full),
            )
            .distinct()
            .order_by(Bookable.id)
        )
    )


def list_to_decide(db: Session, kind: str, *, now: datetime) -> list[int]:
    """Ids of dates of that kind whose minimum of people is to be judged now, the first due first."""
    return list(
        db.scalars(
            select(Bookable.id)
            .where(
                Bookable.kind == kind,
                Bookable.status == BookableStatus.SCHEDULED,
                Bookable.verdict.is_(None),
                Bookable.decides_at <= now,
                Bookable.starts_at > now,
            )
            .order_by(Bookable.decides_at, Bookable.id)
        )
    )


def list_to_end(db: Session, *, now: datetime) -> list[int]:
    """Ids of scheduled bookables that are over."""
    return list(
        db.scalars(
            select(Bookable.id)
            .where(Bookable.status == BookableStatus.SCHEDULED, Bookable.ends_at <= now)
            .order_by(Bookable.id)
        )
    )


def list_starting_within(db: Session, span: timedelta, *, now: datetime) -> list[Booking]:
    """Confirmed bookings that start within that time, with bookable and person."""
    return list(
        db.scalars(
            with_people()
            .join(Booking.bookable)
            .where(
                Booking.status == BookingStatus.CONFIRMED,
                Bookable.status == BookableStatus.SCHEDULED,
                Booking.starts_at > now,
                Booking.starts_at <= now + span,
            )
            .options(joinedload(Booking.bookable).joinedload(Bookable.hub))
            .order_by(Booking.id)
        )
    )

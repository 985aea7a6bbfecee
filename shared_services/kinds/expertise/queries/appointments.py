"""Appointments with experts, read by booking, offer, organisation, person or hub."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from shared_services.accounts.models import Person
from shared_services.booking.models import HOLDING, LIVE, Bookable, Booking, BookingStatus
from shared_services.core.errors import existing

from ..models import Appointment, Expert


def find_appointment(db: Session, booking_id: int) -> Appointment | None:
    return db.scalar(select(Appointment).where(Appointment.booking_id == booking_id))


def get_appointment(db: Session, booking_id: int) -> Appointment:
    """Raises NotFound."""
    return existing(find_appointment(db, booking_id))


def list_appointments(
    db: Session, conditions: Sequence[ColumnElement[bool]], *, only_holding: bool = True
) -> list[tuple[Booking, Appointment]]:
    """Appointments by date, with people, organisations and experts; a constant number of statements."""
    statement = (
        select(Booking, Appointment)
        .join(Appointment, Appointment.booking_id == Booking.id)
        .join(Expert, Expert.id == Booking.bookable_id)
        .where(*conditions)
        .options(joinedload(Booking.person), joinedload(Booking.organisation), joinedload(Booking.bookable))
        .order_by(Booking.starts_at, Booking.id)
    )
    if only_holding:
        statement = statement.where(Booking.status.in_(HOLDING))
    return [(booking, appointment) for booking, appointment in db.execute(statement)]


def of_person(person_id: int, *, start: datetime, end: datetime) -> list[ColumnElement[bool]]:
    """Her appointments as an expert that touch that time, over all hubs."""
    return [Expert.person_id == person_id, Booking.starts_at < end, Booking.ends_at > start]


def list_unnoted(db: Session, person_id: int, *, now: datetime) -> list[tuple[Booking, Appointment]]:
    """Her appointments of the last thirty days of which nothing is noted yet, the oldest first."""
    over = of_person(person_id, start=now - timedelta(days=30), end=now)
    return list_appointments(db, [*over, Booking.ends_at <= now, Booking.status == BookingStatus.CONFIRMED])


def list_mine_of(db: Session, offer_id: int, person_id: int, *, now: datetime) -> list[Booking]:
    """What a person has to come with the experts of an offer, the soonest first."""
    statement = (
        select(Booking)
        .join(Expert, Expert.id == Booking.bookable_id)
        .where(
            Expert.expert_offer_id == offer_id,
            Booking.person_id == person_id,
            Booking.status.in_(LIVE),
            Booking.ends_at > now,
        )
    )
    return list(db.scalars(statement.order_by(Booking.starts_at, Booking.id)))


def minutes_booked(
    db: Session, expert_ids: Sequence[int], *, since: datetime
) -> dict[int, tuple[int, datetime | None]]:
    """For each expert, minutes of the appointments booked since then, and when the last was booked."""
    statement = (
        select(Booking.bookable_id, Booking.booked_at, Appointment.minutes)
        .join(Appointment, Appointment.booking_id == Booking.id)
        .where(Booking.bookable_id.in_(expert_ids), Booking.status.in_(HOLDING))
    )
    found: dict[int, tuple[int, datetime | None]] = dict.fromkeys(expert_ids, (0, None))
    for expert_id, booked_at, minutes in db.execute(statement):
        total, last = found[expert_id]
        found[expert_id] = (
            total + (minutes if booked_at >= since else 0),
            booked_at if last is None else max(last, booked_at),
        )
    return found


def count_of_organisation(
    db: Session,
    offer_id: int,
    organisation_id: int,
    *,
    start: datetime,
    end: datetime | None,
    but: int | None,
) -> int:
    """Appointments that an organisation holds in an offer over that time, without the booking `but`."""
    statement = (
        select(func.count())
        .select_from(Booking)
        .join(Expert, Expert.id == Booking.bookable_id)
        .where(
            Expert.expert_offer_id == offer_id,
            Booking.organisation_id == organisation_id,
            Booking.status.in_(HOLDING),
            Booking.starts_at >= start,
        )
    )
    if end is not None:
        statement = statement.where(Booking.starts_at < end)
    if but is not None:
        statement = statement.where(Booking.id != but)
    return db.scalar(statement) or 0


def count_live(db: Session, offer_id: int, *, ending_after: datetime) -> int:
    """How many appointments of an offer are to come."""
    statement = (
        select(func.count())
        .select_from(Booking)
        .join(Expert, Expert.id == Booking.bookable_id)
        .where(Expert.expert_offer_id == offer_id, Booking.status.in_(LIVE), Booking.ends_at > ending_after)
    )
    return db.scalar(statement) or 0


def count_live_of(db: Session, expert_id: int, *, ending_after: datetime) -> int:
    """How many appointments somebody has to come in one offer."""
    statement = select(func.count()).where(
        Booking.bookable_id == expert_id, Booking.status.in_(LIVE), Booking.ends_at > ending_after
    )
    return db.scalar(statement) or 0


def find_appointments(db: Session, booking_ids: Sequence[int]) -> dict[int, tuple[Appointment, Expert]]:
    """What each of those bookings is for, and with whom, by booking; one statement."""
    statement = (
        select(Appointment, Expert)
        .join(Booking, Booking.id == Appointment.booking_id)
        .join(Expert, Expert.id == Booking.bookable_id)
        .where(Appointment.booking_id.in_(booking_ids))
    )
    return {appointment.booking_id: (appointment, expert) for appointment, expert in db.execute(statement)}


def get_booker(db: Session, booking_id: int) -> Person:
    """Whose appointment it is."""
    return db.scalars(
        select(Person).join(Booking, Booking.person_id == Person.id).where(Booking.id == booking_id)
    ).one()


def list_today(db: Session, person_id: int, local: datetime) -> list[tuple[Booking, Appointment]]:
    """Her confirmed appointments of that local day, in order."""
    start = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    end = start + timedelta(days=1)
    own = [Expert.person_id == person_id, Booking.starts_at >= start, Booking.starts_at < end]
    return list_appointments(db, [*own, Booking.status == BookingStatus.CONFIRMED])


def of_hub(hub_id: int, *, start: datetime, end: datetime) -> list[ColumnElement[bool]]:
    """Appointments with a hub's experts that begin in that time."""
    return [Bookable.hub_id == hub_id, Booking.starts_at >= start, Booking.starts_at < end]

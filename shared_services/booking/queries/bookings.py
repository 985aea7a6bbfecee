"""Reads about bookings, one by one, with the people they name."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, aliased, joinedload

from shared_services.core.audit import AuditEntry
from shared_services.core.errors import existing
from shared_services.core.references import clean_reference

from ..models import LIVE, Booking


def reread_booking(db: Session, booking_id: int) -> Booking:
    """The booking as it is now that its bookable is locked."""
    statement = select(Booking).where(Booking.id == booking_id).options(joinedload(Booking.group))
    return db.scalars(statement.execution_options(populate_existing=True)).one()


def find_live_booking(db: Session, bookable_id: int, person_id: int, slots: range) -> Booking | None:
    """The person's live booking that overlaps those slots."""
    return db.scalar(
        select(Booking).where(
            Booking.bookable_id == bookable_id,
            Booking.person_id == person_id,
            Booking.status.in_(LIVE),
            Booking.first_slot <= slots[-1],
            Booking.last_slot >= slots[0],
        )
    )


def find_live_bookings(db: Session, bookable_id: int, person_ids: Sequence[int]) -> dict[int, Booking]:
    """The live booking of each of those people in a bookable with one slot, by person."""
    live = select(Booking).where(
        Booking.bookable_id == bookable_id, Booking.person_id.in_(person_ids), Booking.status.in_(LIVE)
    )
    return {booking.person_id: booking for booking in db.scalars(live)}


def get_booking(db: Session, reference: str) -> Booking:
    """With its bookable, person and organisation; the reference as people type it. Raises NotFound."""
    return existing(db.scalar(with_people().where(Booking.reference == clean_reference(reference))))


def list_bookings(db: Session, booking_ids: Sequence[int]) -> list[Booking]:
    """In the order they were asked for."""
    return list(db.scalars(with_people().where(Booking.id.in_(booking_ids)).order_by(Booking.id)))


def find_booking(db: Session, booking_id: int) -> Booking | None:
    return db.scalar(with_people().where(Booking.id == booking_id))


def with_people() -> Select[Booking]:
    return select(Booking).options(
        joinedload(Booking.bookable),
        joinedload(Booking.person),
        joinedload(Booking.organisation),
        joinedload(Booking.group),
    )


def list_doubles(db: Session, first_id: int, second_id: int) -> list[tuple[Booking, Booking]]:
    """Pairs of live bookings of two people for the very same thing and time."""
    first, second = aliased(Booking), aliased(Booking)
    same = and_(first.bookable_id == second.bookable_id, first.first_slot == second.first_slot)
    statement = (
        select(first, second)
        .join(second, same)
        .where(
            first.person_id == first_id,
            second.person_id == second_id,
            first.status.in_(LIVE),
            second.status.in_(LIVE),
        )
        .order_by(first.bookable_id, first.id)
        .execution_options(populate_existing=True)
    )
    return [(one, other) for one, other in db.execute(statement)]


def list_history(db: Session, booking_id: int) -> list[AuditEntry]:
    """Every move of a booking, the oldest first."""
    return list(
        db.scalars(
            select(AuditEntry)
            .where(
                AuditEntry.subject_kind == Booking.__tablename__,
                AuditEntry.subject_id == booking_id,
            )
            .order_by(AuditEntry.at, AuditEntry.id)
        )
    )

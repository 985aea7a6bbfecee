"""Reads about units kept for a date, a booking or a basket."""

from collections.abc import Iterable, Sequence

from sqlalchemy import literal, select
from sqlalchemy.orm import Session, joinedload

from shared_services.catalogue.models import Offer
from shared_services.core.i18n import _

from ..models import HOLDING, Bookable, Booking, Hold, StaffTime


def list_in_the_way(db: Session, bookable_id: int, slots: Sequence[int]) -> list[str]:
    """What holds units in one of those slots: references of bookings, titles of what holds some for its
    dates, and baskets, which name nobody."""
    bookings = (
        select(Booking.reference, Booking.first_slot, Booking.last_slot)
        .where(Booking.bookable_id == bookable_id, Booking.status.in_(HOLDING))
        .order_by(Booking.first_slot, Booking.id)
    )
    holds = (
        select(Offer.title, Hold.first_slot, Hold.last_slot)
        .join(Bookable, Bookable.id == Hold.for_bookable_id)
        .join(Offer, Offer.id == Bookable.offer_id)
        .where(Hold.bookable_id == bookable_id)
        .order_by(Hold.first_slot, Hold.id)
    )
    baskets = (
        select(literal(_("le panier de quelqu'un")), Hold.first_slot, Hold.last_slot)
        .where(Hold.bookable_id == bookable_id, Hold.basket_line_id.is_not(None))
        .order_by(Hold.first_slot, Hold.id)
    )
    return [
        name
        for statement in (bookings, holds, baskets)
        for name, first, last in db.execute(statement)
        if any(first <= slot <= last for slot in slots)
    ]


def list_kept_for(db: Session, bookable_id: int, person_id: int, slots: range) -> list[Hold]:
    """What her basket keeps of a bookable in some of those slots."""
    kept = select(Hold).where(
        Hold.bookable_id == bookable_id,
        Hold.person_id == person_id,
        Hold.first_slot <= slots[-1],
        Hold.last_slot >= slots[0],
    )
    return list(db.scalars(kept.order_by(Hold.id)))


def list_kept_by(db: Session, line_ids: Sequence[int]) -> list[Hold]:
    """What those lines of baskets keep."""
    return list(db.scalars(select(Hold).where(Hold.basket_line_id.in_(line_ids)).order_by(Hold.id)))


def list_holds(db: Session, for_bookable_id: int) -> list[Hold]:
    """What is held for a bookable itself; what its bookings take along is theirs."""
    statement = select(Hold).where(Hold.for_bookable_id == for_bookable_id, Hold.booking_id.is_(None))
    return list(db.scalars(statement.order_by(Hold.id)))


def list_holds_of_booking(db: Session, booking_id: int) -> list[Hold]:
    return list(db.scalars(select(Hold).where(Hold.booking_id == booking_id).order_by(Hold.id)))


def list_holds_of(db: Session, bookable_id: int) -> list[Hold]:
    """What its units are held for."""
    return list(db.scalars(select(Hold).where(Hold.bookable_id == bookable_id).order_by(Hold.id)))


def list_held_from(db: Session, bookable_ids: Sequence[int], first_slot: int) -> list[tuple[Hold, Bookable]]:
    """What is held of those for dates, from a slot on, with the date and its offer; the soonest first."""
    statement = (
        select(Hold, Bookable)
        .join(Bookable, Bookable.id == Hold.for_bookable_id)
        .where(Hold.bookable_id.in_(bookable_ids), Hold.last_slot >= first_slot)
        .options(joinedload(Bookable.offer))
        .order_by(Hold.first_slot, Hold.id)
    )
    return [(hold, bookable) for hold, bookable in db.execute(statement)]


def list_staff_holds(db: Session, person_ids: Iterable[int], slots: range) -> list[tuple[int, range]]:
    """Whose time is held in those quarter hours, over all hubs, and which of them."""
    statement = (
        select(StaffTime.person_id, Hold.first_slot, Hold.last_slot)
        .join(Hold, Hold.bookable_id == StaffTime.id)
        .where(
            StaffTime.person_id.in_(list(person_ids)),
            Hold.first_slot < slots.stop,
            Hold.last_slot >= slots.start,
        )
        .order_by(StaffTime.person_id, Hold.first_slot)
    )
    return [(person_id, range(first, last + 1)) for person_id, first, last in db.execute(statement)]

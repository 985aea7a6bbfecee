"""Reads about who is in a date, and what was written to them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import case, select
from sqlalchemy.orm import Session, joinedload

from shared_services.accounts.models import Person
from shared_services.core.audit import AuditEntry

from ..mailing.models import Mailing
from ..models import LIVE, Bookable, Booking, BookingGroup, BookingStatus
from .bookings import with_people


def list_groups(db: Session, bookable_id: int) -> list[BookingGroup]:
    return list(db.scalars(select(BookingGroup).where(BookingGroup.bookable_id == bookable_id)))


def list_roster(db: Session, bookable_id: int) -> list[Booking]:
    """Everybody who booked or waits, live first, in order of asking."""
    gone = case(
        (Booking.status.in_([BookingStatus.CANCELLED, BookingStatus.REFUSED]), 1),
        else_=0,
    )
    return list(
        db.scalars(
            with_people()
            .where(Booking.bookable_id == bookable_id)
            .order_by(gone, Booking.asked_at, Booking.id)
        )
    )


def list_bookings_between(db: Session, hub_id: int, first: datetime, last: datetime) -> list[Booking]:
    """All bookings of the hub that start from `first` on and before `last`, by date."""
    return list(
        db.scalars(
            with_people()
            .join(Booking.bookable)
            .where(
                Bookable.hub_id == hub_id,
                Bookable.offer_id.is_not(None),
                Booking.starts_at >= first,
                Booking.starts_at < last,
            )
            .order_by(Booking.starts_at, Bookable.id, Booking.asked_at, Booking.id)
        )
    )


def list_with_statuses(db: Session, bookable_id: int, statuses: Collection[BookingStatus]) -> list[Booking]:
    """With people, in order of asking."""
    statement = with_people().where(Booking.bookable_id == bookable_id, Booking.status.in_(statuses))
    return list(db.scalars(statement.order_by(Booking.asked_at, Booking.id)))


def find_mailing(db: Session, nonce: str) -> Mailing | None:
    return db.scalar(select(Mailing).where(Mailing.nonce == nonce))


def list_mailings(db: Session, bookable_id: int) -> list[Mailing]:
    """What was written to the people of a date, the newest first, with who wrote it."""
    return list(
        db.scalars(
            select(Mailing)
            .where(Mailing.bookable_id == bookable_id)
            .options(joinedload(Mailing.sent_by))
            .order_by(Mailing.sent_at.desc(), Mailing.id.desc())
        )
    )


def list_live_bookings(db: Session, bookable_id: int) -> list[Booking]:
    statement = with_people().where(Booking.bookable_id == bookable_id, Booking.status.in_(LIVE))
    return list(db.scalars(statement.order_by(Booking.asked_at, Booking.id)))


def list_of_group(db: Session, group_id: int) -> list[Booking]:
    """The bookings of a group with their people, in the order they were asked for."""
    return list(db.scalars(with_people().where(Booking.group_id == group_id).order_by(Booking.id)))


def list_not_served(db: Session, group_id: int) -> list[tuple[Person, str]]:
    """Who of a group got neither place nor rank, and the sentence that said why."""
    entry = db.scalar(
        select(AuditEntry).where(
            AuditEntry.subject_kind == BookingGroup.__tablename__,
            AuditEntry.subject_id == group_id,
            AuditEntry.action == "not_served",
        )
    )
    told = {row["person_id"]: row["why"] for row in (entry.details or {})["people"]} if entry else {}
    people = db.scalars(select(Person).where(Person.id.in_(told)).order_by(Person.sort_key, Person.id))
    return [(person, told[person.id]) for person in people]

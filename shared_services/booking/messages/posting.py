"""Posting is part of each move: who is told of it, once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.queries import get_person
from shared_services.network.models import Affiliation
from shared_services.network.notices import post_to_managers
from shared_services.network.queries import list_referents
from shared_services.outbox.letters import Recipient
from shared_services.outbox.operations import post

from .. import queries
from ..mailing.models import Mailing
from ..models import Bookable, Booking, BookingStatus


def post_status(
    db: Session,
    booking: Booking,
    bookable: Bookable,
    *,
    now: datetime,
    by: Person | None = None,
    tells_person: bool = True,
) -> None:
    """Tell the person where her booking stands and who did it for her; tell the hub when it has to answer.

    Not `tells_person` where one message tells her of several bookings.
    """
    kind = f"booking_{booking.status.value}"
    db.flush()  # the key needs the booking's id
    place = f"{bookable.id}:{booking.first_slot}"  # moved at once, it is told again
    key = f"{kind}:{booking.id}:{booking.person_id}:{place}:{now.isoformat()}"
    if tells_person:
        _post_to_person(db, kind, booking, key=key, now=now, extra={"done_by": by.name} if by else None)
    if booking.status == BookingStatus.PENDING and bookable.hub_id is not None:
        asked = f"group-{booking.group_id}" if booking.group_id else str(booking.id)  # one message a group
        post_to_managers(
            db,
            bookable.hub_id,
            "booking_to_approve",
            key=f"booking_to_approve:{asked}:{now.isoformat()}",
            payload={"booking_id": booking.id},
            now=now,
        )


def post_colleague_left(
    db: Session, affiliation: Affiliation, handed: Sequence[Booking], *, now: datetime
) -> None:
    """Tell the organisation's referents who left, and which places wait for a colleague."""
    for referent in list_referents(db, affiliation.organisation_id):
        post(
            db,
            "colleague_left",
            recipient=Recipient(referent.email, referent.locale),
            key=f"colleague_left:{affiliation.id}:{referent.id}",
            payload={"affiliation_id": affiliation.id, "booking_ids": [booking.id for booking in handed]},
            now=now,
        )


def post_to_all(
    db: Session,
    change: str,
    bookable: Bookable,
    *,
    now: datetime,
    extra: dict[str, Any] | None = None,
) -> None:
    """Tell everybody with a live booking: `rescheduled`, `capacity_changed`, or `maintained`."""
    for booking in queries.list_live_bookings(db, bookable.id):
        kind = f"booking_{change}"
        _post_to_person(
            db,
            kind,
            booking,
            key=f"{kind}:{booking.id}:{bookable.sequence}",
            now=now,
            extra=extra,
        )


def post_minimum_missed(db: Session, bookable: Bookable, *, now: datetime) -> None:
    """Tell the hub that too few people come: it has to answer, unless the date cancels itself."""
    if bookable.hub_id is not None:
        key = f"minimum_missed:{bookable.id}:{now.isoformat()}"
        payload = {"bookable_id": bookable.id}
        post_to_managers(db, bookable.hub_id, "minimum_missed", key=key, payload=payload, now=now)


def post_group_offered(db: Session, bookings: Sequence[Booking], *, now: datetime) -> None:
    """Ask who booked for a group that stays together: one answer for all of them."""
    first = bookings[0]
    booker = get_person(db, first.booked_by_id)
    post(
        db,
        "booking_group_offered",
        recipient=Recipient(booker.email, booker.locale),
        key=f"booking_group_offered:{first.group_id}:{now.isoformat()}",
        payload={"booking_id": first.id, "person_id": booker.id},
        now=now,
    )


def post_merged(db: Session, booking: Booking, *, before: datetime | None, now: datetime) -> None:
    """Tell a person whom the hub moved to another date: which one it was, and that she may step out."""
    extra = {"before": before.isoformat() if before else None}
    key = f"booking_merged:{booking.id}:{booking.bookable_id}:{now.isoformat()}"
    _post_to_person(db, "booking_merged", booking, key=key, now=now, extra=extra)


def post_interrupted(db: Session, booking: Booking, *, now: datetime) -> None:
    """Tell a person who was there that it stopped, and that what was noted of her stays."""
    key = f"booking_interrupted:{booking.id}:{now.isoformat()}"
    _post_to_person(db, "booking_interrupted", booking, key=key, now=now)


def post_replaced(db: Session, booking: Booking, bookable: Bookable, *, now: datetime) -> None:
    """Tell the person whose place goes to somebody else, before it does."""
    extra = {"person_id": booking.person_id}
    key = f"booking_replaced:{booking.id}:{booking.person_id}:{now.isoformat()}"
    _post_to_person(db, "booking_replaced", booking, key=key, now=now, extra=extra)


def post_reminder(db: Session, booking: Booking, *, key: str, now: datetime) -> None:
    """Remind a confirmed person; `key` is what makes this reminder unique in the world."""
    extra = {"starts_at": booking.starts_at.isoformat()}  # type: ignore[union-attr]
    _post_to_person(db, "booking_reminder", booking, key=key, now=now, extra=extra)


def _post_to_person(
    db: Session,
    kind: str,
    booking: Booking,
    *,
    key: str,
    now: datetime,
    extra: dict[str, Any] | None = None,
) -> None:
    person = get_person(db, booking.person_id)
    post(
        db,
        kind,
        recipient=Recipient(person.email, person.locale),
        key=key,
        payload={"booking_id": booking.id, "person_id": person.id, **(extra or {})},
        now=now,
    )


def post_mailing(db: Session, mailing: Mailing, booking: Booking, *, now: datetime) -> None:
    """What a manager wrote, once a person however often it is sent."""
    key = f"mailing:{mailing.id}:{booking.person_id}"
    _post_to_person(db, "mailing", booking, key=key, now=now, extra={"mailing_id": mailing.id})

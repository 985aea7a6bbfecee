"""Rendering happens at delivery, from facts that are still true; else the message is dropped."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.core import clock
from shared_services.core.links import absolute_url
from shared_services.network.queries import get_affiliation
from shared_services.outbox.letters import Dropped, Letter
from shared_services.outbox.registry import renders

from .. import queries
from ..facts import describe_all, describe_bookings
from ..mailing.models import Mailing
from ..models import BookableStatus, BookingStatus, Verdict
from ..reminders import days_left
from .letters import NO_LONGER_TRUE, letter_about, letter_of_change, mailing_letter, only_when

CAME_OR_MAY = (BookingStatus.CONFIRMED, BookingStatus.ATTENDED, BookingStatus.NO_SHOW)


@renders("booking_pending")
def render_pending(db: Session, payload: dict[str, Any]) -> Letter:
    only_when(db, payload, BookingStatus.PENDING)
    return letter_about(db, payload, "booking_pending", method=None)


@renders("booking_confirmed")
def render_confirmed(db: Session, payload: dict[str, Any]) -> Letter:
    only_when(db, payload, *CAME_OR_MAY)
    return letter_about(db, payload, "booking_confirmed", method="REQUEST")


@renders("booking_waitlisted")
def render_waitlisted(db: Session, payload: dict[str, Any]) -> Letter:
    only_when(db, payload, BookingStatus.WAITLISTED)
    return letter_about(db, payload, "booking_waitlisted", method=None)


@renders("booking_offered")
def render_offered(db: Session, payload: dict[str, Any]) -> Letter:
    only_when(db, payload, BookingStatus.OFFERED)
    return letter_about(db, payload, "booking_offered", method=None)


@renders("booking_group_offered")
def render_group_offered(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped when the group was answered for; its members are those whose place is still offered."""
    booking = queries.find_booking(db, payload["booking_id"])
    members = queries.list_of_group(db, booking.group_id) if booking and booking.group_id else []
    offered = [member for member in members if member.status == BookingStatus.OFFERED]
    if not offered:
        raise Dropped(str(NO_LONGER_TRUE))
    letter = letter_about(db, payload | {"booking_id": offered[0].id}, "booking_group_offered", method=None)
    letter.facts["group"] = offered
    return letter


@renders("booking_cancelled")
def render_cancelled(db: Session, payload: dict[str, Any]) -> Letter:
    only_when(db, payload, BookingStatus.CANCELLED)
    return letter_about(db, payload, "booking_cancelled", method="CANCEL")


@renders("booking_interrupted")
def render_interrupted(db: Session, payload: dict[str, Any]) -> Letter:
    """The calendar keeps what took place and drops the rest."""
    only_when(db, payload, *CAME_OR_MAY)
    return letter_about(db, payload, "booking_interrupted", method="REQUEST")


@renders("booking_refused")
def render_refused(db: Session, payload: dict[str, Any]) -> Letter:
    only_when(db, payload, BookingStatus.REFUSED)
    return letter_about(db, payload, "booking_refused", method=None)


@renders("booking_replaced")
def render_replaced(db: Session, payload: dict[str, Any]) -> Letter:
    return letter_about(db, payload, "booking_replaced", method="CANCEL")


@renders("booking_to_approve")
def render_to_approve(db: Session, payload: dict[str, Any]) -> Letter:
    booking = queries.find_booking(db, payload["booking_id"])
    if booking is None or booking.status != BookingStatus.PENDING:
        raise Dropped(str(NO_LONGER_TRUE))
    return letter_about(db, payload, "booking_to_approve", method=None)


@renders("booking_rescheduled")
def render_rescheduled(db: Session, payload: dict[str, Any]) -> Letter:
    return letter_of_change(db, payload, "booking_rescheduled")


@renders("booking_maintained")
def render_maintained(db: Session, payload: dict[str, Any]) -> Letter:
    return letter_of_change(db, payload, "booking_maintained")


@renders("minimum_missed")
def render_minimum_missed(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped when the hub has answered meanwhile."""
    bookable = queries.get_bookable(db, payload["bookable_id"])
    is_cancelled = bookable.status == BookableStatus.CANCELLED
    if bookable.verdict != Verdict.ASKED or is_cancelled != bookable.cancels_itself:
        raise Dropped(str(NO_LONGER_TRUE))
    facts = describe_all(db, [(bookable.kind, bookable.id)])[bookable.id]
    return Letter(
        template="minimum_missed",
        facts={
            "facts": facts,
            "zone": facts.time_zone,
            "minimum": bookable.minimum,
            "confirmed": queries.count_confirmed(db, bookable.id),
            "is_cancelled": is_cancelled,
            "roster_url": absolute_url(facts.manage_endpoint, **facts.manage_values),
        },
    )


@renders("booking_capacity_changed")
def render_capacity_changed(db: Session, payload: dict[str, Any]) -> Letter:
    return letter_of_change(db, payload, "booking_capacity_changed")


@renders("booking_merged")
def render_merged(db: Session, payload: dict[str, Any]) -> Letter:
    letter = letter_of_change(db, payload, "booking_merged")
    if payload["before"]:
        letter.facts["before"] = datetime.fromisoformat(payload["before"])
    return letter


@renders("booking_reminder")
def render_reminder(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped when cancelled or moved meanwhile: the new date has its own reminder."""
    only_when(db, payload, BookingStatus.CONFIRMED)
    letter = letter_about(db, payload, "booking_reminder", method="REQUEST")
    if letter.facts["facts"].starts_at.isoformat() != payload["starts_at"]:
        raise Dropped(str(NO_LONGER_TRUE))
    booking = queries.find_booking(db, payload["booking_id"])
    letter.facts["days_left"] = days_left(booking, now=clock.now()) if booking else 0
    return letter


@renders("mailing")
def render_mailing(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped when the person has no booking there any more."""
    booking = queries.find_booking(db, payload["booking_id"])
    gone = (BookingStatus.CANCELLED, BookingStatus.REFUSED)
    if booking is None or booking.status in gone or booking.person_id != payload["person_id"]:
        raise Dropped(str(NO_LONGER_TRUE))
    mailing = db.get_one(Mailing, payload["mailing_id"])
    return mailing_letter(db, booking, subject=mailing.subject, body=mailing.body)


@renders("colleague_left")
def render_colleague_left(db: Session, payload: dict[str, Any]) -> Letter:
    """Only the places that still wait for a colleague are told."""
    affiliation = get_affiliation(db, payload["affiliation_id"])
    bookings = queries.list_bookings(db, payload["booking_ids"])
    waiting = [b for b in bookings if b.is_live and b.person_id == affiliation.person_id]
    facts = describe_bookings(db, waiting)
    return Letter(
        template="colleague_left",
        facts={
            "person": affiliation.person,
            "organisation": affiliation.organisation,
            "places": [(facts[b.id], absolute_url("team.swap", reference=b.reference)) for b in waiting],
            "url": absolute_url("team.bookings", organisation_id=affiliation.organisation_id),
        },
    )

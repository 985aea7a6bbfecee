"""What people are told about appointments, besides what every booking tells. Words: templates/mail/."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.queries import get_person
from shared_services.booking.facts import describe_booking, describe_bookings
from shared_services.booking.models import LIVE, Booking
from shared_services.booking.queries import find_booking
from shared_services.catalogue.models import OfferStatus
from shared_services.core import clock
from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.core.local_time import to_local
from shared_services.network.queries import get_hub
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from . import queries
from .agenda import zone_of
from .models import SlotWish

NO_LONGER_TRUE = _l("Le rendez-vous a changé avant l'envoi.")


def post_preparation(db: Session, booking: Booking, *, now: datetime) -> None:
    """Whoever comes knows what to prepare."""
    person = queries.get_booker(db, booking.id)
    post(
        db,
        "appointment_preparation",
        recipient=Recipient(person.email, person.locale),
        key=f"appointment_preparation:{booking.id}:{now.isoformat()}",
        payload={"booking_id": booking.id},
        now=now,
    )


@renders("appointment_preparation")
def render_preparation(db: Session, payload: dict[str, Any]) -> Letter:
    booking = find_booking(db, payload["booking_id"])
    appointment = queries.find_appointment(db, payload["booking_id"])
    if booking is None or appointment is None or booking.status not in LIVE or not appointment.preparation:
        raise Dropped(str(NO_LONGER_TRUE))
    facts = describe_booking(db, booking)
    return Letter(
        template="appointment_preparation",
        reply_to=facts.hub_email,
        facts={
            "booking": booking,
            "person": booking.person,
            "facts": facts,
            "zone": facts.time_zone,
            "preparation": appointment.preparation,
            "appointment_url": absolute_url("expertise.appointment", reference=booking.reference),
        },
    )


def post_slot_opened(db: Session, wish: SlotWish, start: datetime, *, now: datetime) -> None:
    """Whoever waited is told of the soonest slot, once; it is nobody's until it is booked."""
    post(
        db,
        "slot_opened",
        recipient=Recipient(wish.person.email, wish.person.locale),
        key=f"slot_opened:{wish.id}:{now.isoformat()}",
        payload={
            "offer_id": wish.offer_id,
            "person_id": wish.person_id,
            "start": start.isoformat(),
            "asking": {"minutes": wish.minutes, "way": wish.way.value},
        },
        now=now,
    )


@renders("slot_opened")
def render_slot_opened(db: Session, payload: dict[str, Any]) -> Letter:
    offer = queries.find_offer(db, payload["offer_id"])
    start = datetime.fromisoformat(payload["start"])
    if offer is None or offer.status != OfferStatus.PUBLISHED or start <= clock.now():
        raise Dropped(str(NO_LONGER_TRUE))
    person = get_person(db, payload["person_id"])
    zone = queries.find_reader_zone(db, person.id) or get_hub(db, offer.hub_id).time_zone
    return Letter(
        template="slot_opened",
        facts={
            "offer": offer,
            "person": person,
            "start": start,
            "zone": zone,
            "offer_url": absolute_url("expertise.show_offer", offer_id=offer.id, **payload["asking"]),
        },
    )


def digest_key(person_id: int, day: date) -> str:
    """Unique in the world: one message a morning."""
    return f"expert_digest:{person_id}:{day.isoformat()}"


def post_digest(db: Session, person_id: int, *, key: str, now: datetime) -> None:
    """Whom an expert meets today."""
    person = get_person(db, person_id)
    post(
        db,
        "expert_digest",
        recipient=Recipient(person.email, person.locale),
        key=key,
        payload={"person_id": person_id},
        now=now,
    )


@renders("expert_digest")
def render_digest(db: Session, payload: dict[str, Any]) -> Letter:
    person = get_person(db, payload["person_id"])
    zone = zone_of(db, person.id)
    met = queries.list_today(db, person.id, to_local(clock.now(), zone))
    if not met:
        raise Dropped(str(NO_LONGER_TRUE))
    told = describe_bookings(db, [booking for booking, _appointment in met])
    return Letter(
        template="expert_digest",
        facts={
            "person": person,
            "zone": zone,
            "met": [(booking, appointment, told[booking.id]) for booking, appointment in met],
            "agenda_url": absolute_url("experts.agenda", view="day"),
        },
    )

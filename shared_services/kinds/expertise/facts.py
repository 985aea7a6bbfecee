"""How experts and appointments are told to people: the booking engine asks, this answers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from shared_services.booking.facts import Facts
from shared_services.booking.models import Bookable
from shared_services.booking.periods import Wanted
from shared_services.booking.queries import find_staff_time
from shared_services.core.i18n import _

from . import queries
from .models import Appointment, Expert, Way


def describe(db: Session, expert_ids: Iterable[int]) -> dict[int, Facts]:
    """The facts of experts by id, in two statements whatever their number."""
    return {expert.id: _facts(expert) for expert in queries.list_experts(db, expert_ids)}


def _facts(expert: Expert) -> Facts:
    hub, offer = expert.hub, expert.expert_offer
    if hub is None:
        raise TypeError(f"expert {expert.id} has no hub")
    return Facts(
        title=offer.title,
        hub_id=hub.id,
        hub_name=hub.name,
        hub_email=hub.email,
        hub_phone=hub.phone,
        time_zone=expert.time_zone,
        periods=(),
        endpoint="expertise.show_offer",
        values={"offer_id": offer.id},
        manage_endpoint="expertise_manage.appointments",
        manage_values={"hub_id": hub.id},
        video_link=expert.video_link,
        trainers=(expert.person.name,),
        sequence=expert.sequence,
        meets=True,
        own_endpoint="expertise.appointment",
    )


def tell_bookings(db: Session, told: dict[int, Facts]) -> dict[int, Facts]:
    """Where each appointment is, and what to prepare; one statement for any number of them."""
    found = queries.find_appointments(db, list(told))
    return {
        booking_id: _at(facts, *found[booking_id]) if booking_id in found else facts
        for booking_id, facts in told.items()
    }


def _at(facts: Facts, appointment: Appointment, expert: Expert) -> Facts:
    return replace(
        facts,
        place=place_of(appointment, expert),
        video_link=expert.video_link if appointment.way == Way.REMOTE else "",
        bring=appointment.preparation,
    )


def place_of(appointment: Appointment, expert: Expert) -> str:
    """Where one meets; empty for a meeting by a link, which only who is confirmed is told."""
    if appointment.way == Way.ON_SITE:
        return appointment.place
    if appointment.way == Way.PHONE:
        return _("Par téléphone, au %(phone)s", phone=expert.phone) if expert.phone else _("Par téléphone")
    return "" if expert.video_link else _("En visioconférence\u00a0: le lien vous sera envoyé")


def takes_along(db: Session, bookable: Bookable, slots: range) -> Sequence[Wanted]:
    """The same quarter hours of her working time, over all hubs."""
    person_id = queries.find_person_id(db, bookable.id)
    calendar = find_staff_time(db, person_id) if person_id is not None else None
    if calendar is None:
        raise RuntimeError(f"expert {bookable.id} has no working time to take")
    return [Wanted(calendar.id, slots)]


def offer_page(db: Session, offer_id: int) -> dict[str, Any]:
    """What the page of an offer shows, besides its free slots."""
    return {
        "offer": queries.get_offer(db, offer_id),
        "experts": queries.list_experts_of(db, [offer_id]),
        "travel": queries.list_travel(db, offer_id),
    }

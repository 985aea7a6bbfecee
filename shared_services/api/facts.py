"""Rows as programs are told them. Owns no rule: what a reader may see was decided before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from sqlalchemy.orm import Session

from shared_services.booking.facts import Facts, describe_bookings
from shared_services.booking.messages import cancel_until
from shared_services.booking.models import Booking, BookingStatus
from shared_services.booking.queries import Seats
from shared_services.booking.waiting import ranks_of
from shared_services.catalogue.models import Offer
from shared_services.core.site import settings
from shared_services.kinds.trainings.models import TrainingOffer, TrainingSession
from shared_services.network.models import Hub
from shared_services.pathways.models import PathwayModule, PathwayOffer
from shared_services.pathways.pages import required_minutes

Told = dict[str, Any]
# Whose place is sure: they may have the link to join.
WITH_THE_LINK = (BookingStatus.CONFIRMED, BookingStatus.ATTENDED)


def tell_offer(offer: Offer) -> Told:
    """Hub and themes are loaded."""
    return {
        "id": offer.id,
        "kind": offer.kind,
        "status": offer.status,
        "title": offer.title,
        "summary": offer.summary,
        "hub": _hub(offer.hub),
        "themes": [{"slug": theme.slug, "name": theme.name} for theme in offer.themes],
        "modality": offer.modality,
        "level": offer.level,
        "price_cents": offer.price_cents,
        "url": _page("trainings.show_offer", offer_id=offer.id),
    }


def tell_training(offer: TrainingOffer) -> Told:
    names = (
        "audience",
        "objectives",
        "programme",
        "methods",
        "assessment",
        "prerequisites",
        "bring",
        "access_terms",
        "accessibility_contact",
        "duration_minutes",
    )
    return tell_offer(offer) | {name: getattr(offer, name) for name in names}


def tell_pathway(pathway: PathwayOffer, modules: Sequence[PathwayModule]) -> Told:
    """Hub and themes are loaded, and the trainings of its modules."""
    offers = {module.id: module.offer_id for module in modules}
    return tell_offer(pathway) | {
        "url": _page("pathways.show", offer_id=pathway.id),
        "duration_minutes": required_minutes(modules),
        "modules": [
            {
                "offer": {"id": module.offer_id, "title": module.offer.title},
                "hub": _hub(module.offer.hub),
                "is_required": module.is_required,
                "duration_minutes": module.offer.duration_minutes,
                "needs": [offers[need.needs_id] for need in module.needs if need.needs_id in offers],
                "needs_rule": module.needs_rule,
                "minimum_gap_days": module.minimum_gap_days,
                "maximum_gap_days": module.maximum_gap_days,
            }
            for module in modules
        ],
    }


def tell_pathway_whole(pathway: PathwayOffer, modules: Sequence[PathwayModule]) -> Told:
    """Likewise."""
    return tell_pathway(pathway, modules) | {
        "description": pathway.description,
        "objectives": pathway.objective_lines,
        "audience": pathway.audience,
        "who": pathway.who,
        "accessibility_contact": pathway.accessibility_contact,
    }


def tell_session(session: TrainingSession, seats: Seats) -> Told:
    """Hub, offer and half days are loaded. The video link is not told: it comes with a confirmed place."""
    zone = ZoneInfo(session.time_zone)
    offer, hub = session.offer, session.hub
    if offer is None or hub is None:
        raise TypeError(f"session {session.id} has no training or no hub")
    place = {"name": session.place_name, "address": session.address} if session.place_name else None
    return {
        "id": session.id,
        "kind": session.kind,
        "status": session.status,
        "offer": {"id": offer.id, "title": offer.title},
        "hub": _hub(hub),
        "starts_at": _local(session.starts_at, zone),
        "ends_at": _local(session.ends_at, zone),
        "time_zone": session.time_zone,
        "half_days": [
            {"starts_at": _local(one.starts_at, zone), "ends_at": _local(one.ends_at, zone)}
            for one in session.half_days
        ],
        "place": place,
        "is_remote": bool(session.video_link),
        "audience": session.audience,
        "needs_approval": session.needs_approval,
        "capacity": seats.capacity,
        "seats_left": seats.left,
        "waiting": seats.waiting,
        "opens_at": _local(session.opens_at, zone),
        "closes_at": _local(session.closes_at, zone),
        "cancel_until": _local(session.cancel_until, zone),
        "url": _page("trainings.show_session", session_id=session.id),
    }


def tell_bookings(db: Session, bookings: Sequence[Booking]) -> list[Told]:
    """As many statements for one or a hundred."""
    facts = describe_bookings(db, bookings)
    ranks = ranks_of(db, bookings)
    return [_tell_booking(booking, facts[booking.id], ranks.get(booking.id)) for booking in bookings]


def _tell_booking(booking: Booking, facts: Facts, rank: int | None) -> Told:
    zone, organisation = ZoneInfo(facts.time_zone), booking.organisation
    link = facts.video_link if booking.status in WITH_THE_LINK else ""
    return {
        "reference": booking.reference,
        "status": booking.status,
        "bookable_id": booking.bookable_id,
        "kind": booking.bookable.kind,
        "title": facts.title,
        "quantity": booking.units,
        "person": {"name": booking.person.name, "email": booking.person.email},
        "organisation": {"id": organisation.id, "name": organisation.name} if organisation else None,
        "hub": _hub(booking.bookable.hub),
        "starts_at": _local(booking.starts_at, zone),
        "ends_at": _local(booking.ends_at, zone),
        "place": facts.place,
        "video_link": link or None,
        "rank": rank,
        "expires_at": _local(booking.expires_at, zone),
        "cancel_until": _local(cancel_until(booking), zone),
        "booked_at": _local(booking.booked_at, zone),
        "cancelled_by": booking.cancelled_by,
        "reason": booking.reason,
        "url": _page("booking.show", reference=booking.reference),
    }


def _hub(hub: Hub | None) -> Told | None:
    return {"id": hub.id, "slug": hub.slug, "name": hub.name} if hub else None


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The same instant, on the clock of the place."""
    return at.astimezone(zone) if at else None


def _page(endpoint: str, **values: Any) -> str:
    return settings().site_url + url_for(endpoint, **values)

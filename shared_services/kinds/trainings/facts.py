"""How a training session is told to people: the booking engine asks, this answers."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from shared_services.booking.facts import Facts

from . import queries
from .models import TrainingOffer, TrainingSession


def describe(db: Session, session_ids: Iterable[int]) -> dict[int, Facts]:
    """The facts of sessions by id, in four statements whatever their number."""
    return {session.id: _facts(session) for session in queries.list_sessions(db, session_ids)}


def _facts(session: TrainingSession) -> Facts:
    hub, offer = session.hub, session.offer
    if hub is None or not isinstance(offer, TrainingOffer):
        raise TypeError(f"session {session.id} has no training or no hub")
    return Facts(
        title=offer.title,
        hub_id=hub.id,
        hub_name=hub.name,
        hub_email=hub.email,
        hub_phone=hub.phone,
        time_zone=session.time_zone,
        periods=tuple((half_day.starts_at, half_day.ends_at) for half_day in session.half_days),
        endpoint="trainings.show_offer",
        values={"offer_id": offer.id},
        manage_endpoint="trainings_manage.roster",
        manage_values={"session_id": session.id},
        place=", ".join(part for part in (session.place_name, session.address) if part),
        video_link=session.video_link,
        access_notes=session.access_notes,
        bring=offer.bring,
        trainers=tuple(trainer.name for trainer in session.trainers),
        sequence=session.sequence,
        most_periods=session.most_half_days,
        papers_endpoint="evidence.mine",
    )

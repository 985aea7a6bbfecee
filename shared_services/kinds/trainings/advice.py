"""Reads what the advice on a training is about: its text, its picture, its sessions to come."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.catalogue.pictures.queries import find_pictures

from . import queries
from .hints import Hint, Written, list_hints
from .models import TrainingOffer


def hints_for(db: Session, offer: TrainingOffer, *, now: datetime) -> list[Hint]:
    """Advice on what is stored about a training, its picture and its sessions to come."""
    coming = queries.list_coming_sessions(db, [offer.id], now=now)
    return list_hints(
        Written(
            title=offer.title,
            summary=offer.summary,
            objectives=offer.objectives,
            programme=offer.programme,
            methods=offer.methods,
            assessment=offer.assessment,
            prerequisites=offer.prerequisites,
            access_terms=offer.access_terms,
            accessibility_contact=offer.accessibility_contact,
            price_cents=offer.price_cents,
            duration_minutes=offer.duration_minutes,
            has_picture=find_pictures(db, offer.id).latest is not None,
            planned_minutes=[session.taught_minutes for session in coming],
        )
    )

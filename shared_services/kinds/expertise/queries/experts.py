"""Who can be booked in which offer."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from shared_services.booking.models import BookableStatus, Booking, BookingStatus
from shared_services.catalogue.models import Offer, OfferStatus
from shared_services.core.errors import existing
from shared_services.network.models import Hub

from ..models import Expert, ExpertOffer


def get_expert(db: Session, expert_id: int) -> Expert:
    """With her name, her hub and offer. Raises NotFound."""
    return existing(db.scalar(_with_offer().where(Expert.id == expert_id)))


def get_expert_of(db: Session, booking_id: int) -> Expert:
    """Whom an appointment is with. Raises NotFound, also for what is no appointment."""
    booked = select(Booking.bookable_id).where(Booking.id == booking_id).scalar_subquery()
    return existing(db.scalar(_with_offer().where(Expert.id == booked)))


def find_person_id(db: Session, expert_id: int) -> int | None:
    """Whose time it is."""
    return db.scalar(select(Expert.person_id).where(Expert.id == expert_id))


def list_experts(db: Session, expert_ids: Iterable[int]) -> list[Expert]:
    """With names, hub and offer; two statements whatever their number."""
    return list(db.scalars(_with_offer().where(Expert.id.in_(list(expert_ids)))))


def list_experts_of(db: Session, offer_ids: Iterable[int], *, also_former: bool = False) -> list[Expert]:
    """Who can be booked in those offers, in the order in which they joined; two statements."""
    statement = _with_offer().where(Expert.offer_id.in_(list(offer_ids))).order_by(Expert.id)
    if not also_former:
        statement = statement.where(Expert.status == BookableStatus.SCHEDULED)
    return list(db.scalars(statement))


def list_experts_answering(db: Session, conditions: Sequence[ColumnElement[bool]]) -> list[Expert]:
    """Who can be booked in the offers that answer; with name, hub, départements, offer; one statement."""
    statement = (
        select(Expert)
        .join(Offer, Offer.id == Expert.offer_id)
        .where(Expert.status == BookableStatus.SCHEDULED, Offer.status == OfferStatus.PUBLISHED, *conditions)
        .options(
            joinedload(Expert.hub),
            joinedload(Expert.person),
            joinedload(Expert.offer.of_type(ExpertOffer)).joinedload(Offer.hub).joinedload(Hub.departements),
        )
        .order_by(Offer.sort_key, Expert.id)
    )
    return list(db.scalars(statement).unique())


def list_experts_of_person(db: Session, person_id: int) -> list[Expert]:
    """The offers in which somebody is an expert, over all hubs."""
    return list(db.scalars(_with_offer().where(Expert.person_id == person_id).order_by(Expert.id)))


def is_expert(db: Session, person_id: int) -> bool:
    return db.scalar(select(Expert.id).where(Expert.person_id == person_id).limit(1)) is not None


def _with_offer() -> Select[Expert]:
    return select(Expert).options(
        joinedload(Expert.hub),
        joinedload(Expert.person),
        selectinload(Expert.offer.of_type(ExpertOffer)),
    )


def list_people_met_soon(db: Session, *, start: datetime, end: datetime) -> list[int]:
    """The experts with an appointment that begins in that time."""
    statement = (
        select(Expert.person_id)
        .join(Booking, Booking.bookable_id == Expert.id)
        .where(Booking.status == BookingStatus.CONFIRMED, Booking.starts_at >= start, Booking.starts_at < end)
        .distinct()
        .order_by(Expert.person_id)
    )
    return list(db.scalars(statement))

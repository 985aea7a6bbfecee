"""Offers of experts, and how long it takes to travel to a département."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload, selectinload

from shared_services.catalogue.models import Offer, OfferStatus
from shared_services.core.errors import existing
from shared_services.network.models import Departement, Hub

from ..models import ExpertOffer, TravelTime


def get_offer(db: Session, offer_id: int) -> ExpertOffer:
    """With its hub and its départements, author and themes. Raises NotFound."""
    return existing(
        db.scalar(
            select(ExpertOffer)
            .where(ExpertOffer.id == offer_id)
            .options(
                joinedload(ExpertOffer.hub).selectinload(Hub.departements),
                joinedload(ExpertOffer.author),
                selectinload(ExpertOffer.themes),
            )
        )
    )


def find_offer(db: Session, offer_id: int | None) -> ExpertOffer | None:
    return db.scalar(select(ExpertOffer).where(ExpertOffer.id == offer_id))


def list_offers_of_hub(db: Session, hub_id: int) -> list[ExpertOffer]:
    statement = select(ExpertOffer).where(ExpertOffer.hub_id == hub_id)
    return list(db.scalars(statement.order_by(ExpertOffer.sort_key, ExpertOffer.id)))


def list_published(db: Session, conditions: Sequence[ColumnElement[bool]]) -> list[ExpertOffer]:
    """The published offers that answer, by title, with hub, départements and themes."""
    statement = (
        select(ExpertOffer)
        .where(ExpertOffer.status == OfferStatus.PUBLISHED, *conditions)
        .options(joinedload(ExpertOffer.hub).selectinload(Hub.departements), selectinload(ExpertOffer.themes))
    )
    return list(db.scalars(statement.order_by(Offer.sort_key, Offer.id)))


def is_published(db: Session, offer_id: int | None) -> bool:
    return db.scalar(select(Offer.status).where(Offer.id == offer_id)) == OfferStatus.PUBLISHED


def list_travel(db: Session, offer_id: int) -> list[tuple[Departement, int]]:
    """Where the experts of an offer go, and how many minutes it takes, one way."""
    statement = (
        select(Departement, TravelTime.minutes)
        .join(TravelTime, TravelTime.departement_code == Departement.code)
        .where(TravelTime.offer_id == offer_id)
        .order_by(Departement.code)
    )
    return [(departement, minutes) for departement, minutes in db.execute(statement)]


def travel_minutes(db: Session, offer_id: int, departement_code: str) -> int | None:
    """One way; None where they do not go."""
    return db.scalar(
        select(TravelTime.minutes).where(
            TravelTime.offer_id == offer_id, TravelTime.departement_code == departement_code
        )
    )

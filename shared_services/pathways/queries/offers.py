"""Reads about pathways, their modules and their cohorts."""

from collections.abc import Collection, Iterable

from sqlalchemy import Select, not_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.search import Wanted, answering
from shared_services.core.errors import existing
from shared_services.kinds.trainings.models import TrainingOffer

from ..models import (
    Cohort,
    PathwayModule,
    PathwayOffer,
)

MOST_TRAININGS = 500


def get_pathway(db: Session, pathway_id: int) -> PathwayOffer:
    """With its hub, author and themes. Raises NotFound."""
    return existing(
        db.scalar(
            select(PathwayOffer)
            .where(PathwayOffer.id == pathway_id)
            .options(
                joinedload(PathwayOffer.hub),
                joinedload(PathwayOffer.author),
                selectinload(PathwayOffer.themes),
            )
        )
    )


def pathways_of_hub(hub_id: int, *, archived: bool) -> Select[PathwayOffer]:
    """The pathways of the hub, by title: those put away, or the others."""
    is_archived = PathwayOffer.status == OfferStatus.ARCHIVED
    return (
        select(PathwayOffer)
        .where(PathwayOffer.hub_id == hub_id, is_archived if archived else not_(is_archived))
        .order_by(PathwayOffer.sort_key, PathwayOffer.id)
    )


def published_pathways(words: str) -> Select[PathwayOffer]:
    """Those that answer the words, with their hub, by title."""
    return (
        select(PathwayOffer)
        .where(*answering(Wanted(words=words)))
        .options(joinedload(PathwayOffer.hub))
        .order_by(PathwayOffer.sort_key, PathwayOffer.id)
    )


def list_modules(db: Session, pathway_ids: Collection[int]) -> list[PathwayModule]:
    """Those that count today, in order, with their training, its hub, and what they need; two statements."""
    statement = (
        select(PathwayModule)
        .where(PathwayModule.pathway_id.in_(pathway_ids), PathwayModule.removed_at.is_(None))
        .options(
            joinedload(PathwayModule.offer).joinedload(TrainingOffer.hub), selectinload(PathwayModule.needs)
        )
        .order_by(PathwayModule.pathway_id, PathwayModule.position, PathwayModule.id)
    )
    return list(db.scalars(statement))


def list_all_modules(db: Session, pathway_id: int) -> list[PathwayModule]:
    """Those that were removed too, with what they need."""
    statement = select(PathwayModule).where(PathwayModule.pathway_id == pathway_id)
    return list(db.scalars(statement.options(selectinload(PathwayModule.needs))))


def list_trainings(db: Session, *, hub_id: int | None = None) -> list[TrainingOffer]:
    """What may become a module: published trainings of the hub first, then of the others, by title."""
    statement = (
        select(TrainingOffer)
        .where(TrainingOffer.status == OfferStatus.PUBLISHED)
        .options(joinedload(TrainingOffer.hub))
        .order_by((TrainingOffer.hub_id != hub_id), TrainingOffer.sort_key, TrainingOffer.id)
    )
    return list(db.scalars(statement.limit(MOST_TRAININGS)))


def find_trainings(db: Session, offer_ids: Iterable[int]) -> dict[int, TrainingOffer]:
    statement = select(TrainingOffer).where(TrainingOffer.id.in_(list(offer_ids)))
    return {offer.id: offer for offer in db.scalars(statement.options(joinedload(TrainingOffer.hub)))}


def list_cohorts(db: Session, pathway_id: int) -> list[Cohort]:
    """Those one may join, by age, with their sessions."""
    statement = (
        select(Cohort)
        .where(Cohort.pathway_id == pathway_id, Cohort.removed_at.is_(None))
        .options(selectinload(Cohort.sessions))
        .order_by(Cohort.created_at, Cohort.id)
    )
    return list(db.scalars(statement))


def get_cohort(db: Session, cohort_id: int) -> Cohort:
    """One that may be joined, with its sessions. Raises NotFound."""
    statement = select(Cohort).where(Cohort.id == cohort_id, Cohort.removed_at.is_(None))
    return existing(db.scalar(statement.options(selectinload(Cohort.sessions))))

"""Reads about offers and themes."""

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from shared_services.accounts.models import Person
from shared_services.core.errors import existing

from .models import Offer, OfferStatus, Theme, offer_theme


def lock_offer(db: Session, offer_id: int) -> Offer:
    """Lock the row and read it again. Raises NotFound."""
    statement = select(Offer).where(Offer.id == offer_id).with_for_update(of=Offer)
    return existing(db.scalar(statement.execution_options(populate_existing=True)))


def get_offer(db: Session, offer_id: int) -> Offer:
    """With its hub, author and themes. Raises NotFound."""
    return existing(find_offer(db, offer_id))


def find_offer(db: Session, offer_id: int) -> Offer | None:
    return db.scalar(
        select(Offer)
        .where(Offer.id == offer_id)
        .options(joinedload(Offer.hub), joinedload(Offer.author), selectinload(Offer.themes))
    )


def list_submitted(db: Session) -> list[Offer]:
    """What waits for an admin, the oldest first, with hub and author."""
    statement = (
        select(Offer)
        .where(Offer.status == OfferStatus.SUBMITTED)
        .options(joinedload(Offer.hub), joinedload(Offer.author))
        .order_by(Offer.submitted_at, Offer.id)
    )
    return list(db.scalars(statement))


def list_offers_of_hub(db: Session, hub_id: int) -> list[Offer]:
    """Every offer of the hub, whatever its status, by title."""
    statement = select(Offer).where(Offer.hub_id == hub_id).order_by(Offer.sort_key, Offer.id)
    return list(db.scalars(statement))


def list_themes(db: Session) -> list[Theme]:
    """All of them, retired ones included, in the admins' order."""
    return list(db.scalars(select(Theme).order_by(Theme.position, Theme.name_fr, Theme.id)))


def list_proposed_themes(db: Session, offer_id: int | None = None) -> list[Theme]:
    """Those one may choose: not retired, or already on that offer."""
    proposed: ColumnElement[bool] = Theme.retired_at.is_(None)
    if offer_id is not None:
        kept = select(offer_theme.c.theme_id).where(offer_theme.c.offer_id == offer_id)
        proposed = or_(proposed, Theme.id.in_(kept))
    return list(db.scalars(select(Theme).where(proposed).order_by(Theme.position, Theme.name_fr, Theme.id)))


def lock_themes(db: Session) -> list[Theme]:
    """All of them: what changes the list takes turns here."""
    statement = select(Theme).order_by(Theme.id).with_for_update()
    return list(db.scalars(statement.execution_options(populate_existing=True)))


def count_offers_by_theme(db: Session) -> dict[int, int]:
    rows = db.execute(select(offer_theme.c.theme_id, func.count()).group_by(offer_theme.c.theme_id))
    return {row[0]: row[1] for row in rows}


def list_admins(db: Session) -> list[Person]:
    """Who moderates the catalogue."""
    statement = select(Person).where(Person.admin_since.is_not(None), Person.erased_at.is_(None))
    return list(db.scalars(statement.order_by(Person.id)))

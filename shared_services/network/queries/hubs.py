"""Hubs and their territories."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from shared_services.core.errors import NotFound, existing

from ..models import Departement, FunderLogo, Hub, HubIdentity, HubLogo, HubWording, WordedMail


def get_hub(db: Session, hub_id: int) -> Hub:
    """With its départements. Raises NotFound."""
    return _hub_where(db, Hub.id == hub_id)


def get_hub_alone(db: Session, hub_id: int) -> Hub:
    """Without its départements. Raises NotFound."""
    return existing(db.get(Hub, hub_id))


def get_hub_by_slug(db: Session, slug: str) -> Hub:
    """With its départements. Raises NotFound."""
    return _hub_where(db, Hub.slug == slug)


def _hub_where(db: Session, condition: ColumnElement[bool]) -> Hub:
    return existing(db.scalar(select(Hub).where(condition).options(selectinload(Hub.departements))))


def list_wordings(db: Session, hub_id: int) -> dict[WordedMail, str]:
    """What the hub says of its own in each kind of mail."""
    rows = db.scalars(select(HubWording).where(HubWording.hub_id == hub_id))
    return {row.mail: row.text for row in rows}


def list_hubs(db: Session) -> list[Hub]:
    """All hubs with their départements, by name."""
    return list(db.scalars(select(Hub).options(selectinload(Hub.departements)).order_by(Hub.name)))


def list_departements(db: Session, codes: Sequence[str] | None = None) -> list[Departement]:
    """Those of the codes given, or all of them."""
    statement = select(Departement).order_by(Departement.code)
    if codes is not None:
        statement = statement.where(Departement.code.in_(codes))
    return list(db.scalars(statement))


def lock_hub(db: Session, hub_id: int) -> Hub:
    """What changes a hub's staff or members takes turns here. Raises NotFound."""
    return existing(db.scalar(select(Hub).where(Hub.id == hub_id).with_for_update()))


def find_logo(db: Session, hub_id: int) -> HubLogo | None:
    """Its size and date; the file is read when it is asked for."""
    return db.get(HubLogo, hub_id)


def find_identity(db: Session, hub_id: int) -> HubIdentity | None:
    """Who the hub is on its papers, None while nobody said it."""
    return db.get(HubIdentity, hub_id)


def list_funder_logos(db: Session, hub_id: int) -> list[FunderLogo]:
    """In the order in which papers show them; the files are read when they are asked for."""
    return list(db.scalars(select(FunderLogo).where(FunderLogo.hub_id == hub_id).order_by(FunderLogo.id)))


def get_funder_logo(db: Session, hub_id: int, logo_id: int) -> FunderLogo:
    """Raises NotFound, also for a logo of another hub."""
    logo = db.get(FunderLogo, logo_id)
    if logo is None or logo.hub_id != hub_id:
        raise NotFound
    return logo

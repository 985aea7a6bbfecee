"""Who waits for a slot, and on which clock a reader reads hours."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from shared_services.network.models import Affiliation, BondState, Departement, Organisation

from ..models import SlotWish


def find_reader_zone(db: Session, person_id: int) -> str | None:
    """The clock of a reader: that of the département of an organisation she belongs to."""
    return db.scalar(
        select(Departement.time_zone)
        .join(Organisation, Organisation.departement_code == Departement.code)
        .join(Affiliation, Affiliation.organisation_id == Organisation.id)
        .where(Affiliation.person_id == person_id, Affiliation.state == BondState.ACCEPTED)
        .order_by(Affiliation.id)
        .limit(1)
    )


def find_wish(db: Session, offer_id: int, person_id: int) -> SlotWish | None:
    return db.scalar(select(SlotWish).where(SlotWish.offer_id == offer_id, SlotWish.person_id == person_id))


def list_wishes(db: Session) -> list[SlotWish]:
    """Everybody who waits for a slot, in the order of asking, with names."""
    return list(db.scalars(select(SlotWish).options(joinedload(SlotWish.person)).order_by(SlotWish.id)))


def find_wish_by_id(db: Session, wish_id: int) -> SlotWish | None:
    """With its person."""
    return db.scalar(select(SlotWish).where(SlotWish.id == wish_id).options(joinedload(SlotWish.person)))

"""Organisations and how they are found."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from shared_services.core.errors import NotFound
from shared_services.core.text import matches

from ..models import (
    LIVE,
    Affiliation,
    BondState,
    Membership,
    Organisation,
)


def list_organisations_of(db: Session, person_id: int) -> list[Organisation]:
    """The organisations that accepted the person."""
    return list(
        db.scalars(
            select(Organisation)
            .join(Affiliation, Affiliation.organisation_id == Organisation.id)
            .where(
                Affiliation.person_id == person_id,
                Affiliation.state == BondState.ACCEPTED,
            )
            .order_by(Organisation.sort_key)
        )
    )


def list_member_organisations(db: Session, person_id: int, hub_id: int | None) -> list[Organisation]:
    """Those of the person's organisations that are members of the hub, or of any hub when None."""
    statement = (
        select(Organisation)
        .join(Affiliation, Affiliation.organisation_id == Organisation.id)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(
            Affiliation.person_id == person_id,
            Affiliation.state == BondState.ACCEPTED,
            Membership.state == BondState.ACCEPTED,
        )
        .order_by(Organisation.sort_key)
        .distinct()
    )
    if hub_id is not None:
        statement = statement.where(Membership.hub_id == hub_id)
    return list(db.scalars(statement))


def get_organisation(db: Session, organisation_id: int) -> Organisation:
    """Raises NotFound."""
    found = db.get(Organisation, organisation_id)
    if found is None:
        raise NotFound
    return found


def lock_organisation(db: Session, organisation_id: int) -> Organisation:
    """What changes who belongs to an organisation takes turns here. Raises NotFound."""
    found = db.scalar(select(Organisation).where(Organisation.id == organisation_id).with_for_update())
    if found is None:
        raise NotFound
    return found


def list_organisations_referred(db: Session, person_id: int) -> list[Organisation]:
    """The organisations the person is a referent of."""
    return list(
        db.scalars(
            select(Organisation)
            .join(Affiliation, Affiliation.organisation_id == Organisation.id)
            .where(
                Affiliation.person_id == person_id,
                Affiliation.state == BondState.ACCEPTED,
                Affiliation.is_referent,
            )
            .order_by(Organisation.sort_key)
        )
    )


def find_own_proposal(
    db: Session, person_id: int, *, sort_key: str, city: str, departement_code: str
) -> Organisation | None:
    """The organisation of that name and town that the person already belongs to, or asks to."""
    return db.scalar(
        select(Organisation)
        .join(Affiliation, Affiliation.organisation_id == Organisation.id)
        .where(
            Affiliation.person_id == person_id,
            Affiliation.state.in_(LIVE),
            Organisation.sort_key == sort_key,
            Organisation.city == city,
            Organisation.departement_code == departement_code,
        )
        .order_by(Organisation.id)
        .limit(1)
    )


def search_organisations(query: str, *, slips: bool = False) -> Select[Organisation]:
    """Organisations by name or town, with their département."""
    return (
        select(Organisation)
        .where(matches(Organisation.search_text, query, slips=slips))
        .options(selectinload(Organisation.departement))
        .order_by(Organisation.sort_key, Organisation.id)
    )


def list_twins(db: Session, name: str, city: str) -> list[Organisation]:
    """Organisations that look like the same one: same words, one slip forgiven, same town."""
    statement = search_organisations(f"{name} {city}", slips=True)
    return list(db.scalars(statement.limit(5)))

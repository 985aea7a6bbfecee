"""Organisations and how they are found."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from shared_services.core.errors import NotFound, existing
from shared_services.core.text import matches

from ..models import LIVE, Affiliation, BondState, Membership, Organisation

Bond = TypeVar("Bond", Affiliation, Membership)


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
    """With its département. Raises NotFound."""
    return existing(
        db.scalar(
            select(Organisation)
            .where(Organisation.id == organisation_id)
            .options(selectinload(Organisation.departement))
        )
    )


def lock_organisation(db: Session, organisation_id: int) -> Organisation:
    """What changes who belongs to an organisation takes turns here. Raises NotFound."""
    return existing(
        db.scalar(select(Organisation).where(Organisation.id == organisation_id).with_for_update())
    )


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


def lock_both(db: Session, first_id: int, second_id: int) -> tuple[Organisation, Organisation]:
    """Two organisations, always locked in the same order. Raises NotFound."""
    found = {
        row.id: row
        for row in db.scalars(
            select(Organisation)
            .where(Organisation.id.in_([first_id, second_id]))
            .order_by(Organisation.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    }
    if len(found) < len({first_id, second_id}):
        raise NotFound
    return found[first_id], found[second_id]


def list_duplicates(db: Session, *, most: int = 20) -> list[list[Organisation]]:
    """Organisations with the same words in name and town, in the same département, in groups."""
    key = (Organisation.search_text, Organisation.departement_code)
    twice = select(*key).group_by(*key).having(func.count() > 1).order_by(*key).limit(most).subquery()
    statement = (
        select(Organisation)
        .join(
            twice,
            (twice.c.search_text == Organisation.search_text)
            & (twice.c.departement_code == Organisation.departement_code),
        )
        .order_by(*key, Organisation.id)
    )
    groups: dict[tuple[str, str], list[Organisation]] = {}
    for organisation in db.scalars(statement):
        groups.setdefault((organisation.search_text, organisation.departement_code), []).append(organisation)
    return list(groups.values())


def count_people(db: Session, organisation_ids: Sequence[int]) -> dict[int, int]:
    """How many people each of them has accepted."""
    rows = db.execute(
        select(Affiliation.organisation_id, func.count())
        .where(Affiliation.organisation_id.in_(organisation_ids), Affiliation.state == BondState.ACCEPTED)
        .group_by(Affiliation.organisation_id)
    )
    return {row[0]: row[1] for row in rows}


def list_bonds_of(db: Session, bond: type[Bond], organisation_ids: Sequence[int]) -> list[Bond]:
    """The live affiliations or memberships of those organisations, the oldest first."""
    statement = select(bond).where(bond.organisation_id.in_(organisation_ids), bond.state.in_(LIVE))
    return list(db.scalars(statement.order_by(bond.id)))

"""Which hubs may answer for an organisation."""

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from ..models import Affiliation, BondState, Hub, Membership, Organisation, hub_departement


def list_answering_hub_ids(db: Session, organisation_id: int) -> list[int]:
    """The hubs whose managers may answer for the organisation."""
    return list(
        db.scalars(
            select(Hub.id)
            .join(Organisation, answers_for())
            .where(Organisation.id == organisation_id)
            .order_by(Hub.id)
        )
    )


def answers_for() -> ColumnElement[bool]:
    """Whether `Hub` may answer for `Organisation`: the hubs it is a member of.

    One that is a member nowhere and has no referent is answered for by the hubs it asks to join
    or, when it asks none, by those of its département: nobody waits for an answer in vain.
    """
    is_alone = and_(~_has_bond(BondState.ACCEPTED), ~_has_referent())
    asks_nobody = ~_has_bond(BondState.REQUESTED)
    return or_(
        _has_bond(BondState.ACCEPTED, with_this_hub=True),
        and_(is_alone, _has_bond(BondState.REQUESTED, with_this_hub=True)),
        and_(is_alone, asks_nobody, _is_covered()),
    )


# Under other names, so that a statement may read the same tables for itself.


def _has_bond(state: BondState, *, with_this_hub: bool = False) -> ColumnElement[bool]:
    bond = aliased(Membership)
    found = exists().where(bond.organisation_id == Organisation.id, bond.state == state)
    if with_this_hub:
        found = found.where(bond.hub_id == Hub.id)
    return found.correlate(Organisation, Hub)


def _has_referent() -> ColumnElement[bool]:
    bond = aliased(Affiliation)
    found = exists().where(
        bond.organisation_id == Organisation.id, bond.state == BondState.ACCEPTED, bond.is_referent
    )
    return found.correlate(Organisation)


def _is_covered() -> ColumnElement[bool]:
    covered = hub_departement.alias()
    found = exists().where(
        covered.c.hub_id == Hub.id, covered.c.departement_code == Organisation.departement_code
    )
    return found.correlate(Organisation, Hub)

"""Which organisations are, or ask to be, members of a hub."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from shared_services.accounts.models import Person
from shared_services.core.audit import AuditEntry
from shared_services.core.errors import existing

from ..models import LIVE, Affiliation, BondState, Membership, Organisation
from .hubs import lock_hub


def find_live_membership(db: Session, organisation_id: int, hub_id: int) -> Membership | None:
    return db.scalar(
        select(Membership).where(
            Membership.organisation_id == organisation_id,
            Membership.hub_id == hub_id,
            Membership.state.in_(LIVE),
        )
    )


def is_member(db: Session, organisation_id: int, hub_id: int) -> bool:
    """Whether the organisation is a member of the hub today."""
    return db.scalar(member_ids(hub_id).where(Membership.organisation_id == organisation_id)) is not None


def is_member_anywhere(db: Session, organisation_id: int) -> bool:
    """Whether the organisation is a member of some hub today."""
    accepted = select(Membership.id).where(
        Membership.organisation_id == organisation_id, Membership.state == BondState.ACCEPTED
    )
    return db.scalar(accepted.limit(1)) is not None


def list_hubs_joined(db: Session, person_id: int) -> set[int]:
    """The numbers of the hubs of which an organisation of hers is a member today."""
    statement = (
        select(Membership.hub_id)
        .join(Affiliation, Affiliation.organisation_id == Membership.organisation_id)
        .where(
            Affiliation.person_id == person_id,
            Affiliation.state == BondState.ACCEPTED,
            Membership.state == BondState.ACCEPTED,
        )
    )
    return set(db.scalars(statement))


def member_ids(hub_id: int) -> Select[int]:
    """The ids of the hub's member organisations, to count or compare with."""
    return select(Membership.organisation_id).where(
        Membership.hub_id == hub_id, Membership.state == BondState.ACCEPTED
    )


def lock_membership(db: Session, membership_id: int) -> Membership:
    """With organisation and hub, read again under its hub's lock. Raises NotFound."""
    hub_id = existing(db.scalar(select(Membership.hub_id).where(Membership.id == membership_id)))
    lock_hub(db, hub_id)
    return db.scalars(
        _memberships().where(Membership.id == membership_id).execution_options(populate_existing=True)
    ).one()


def _memberships() -> Select[Membership]:
    return select(Membership).options(joinedload(Membership.organisation), joinedload(Membership.hub))


def list_memberships_of(db: Session, organisation_ids: Sequence[int]) -> list[Membership]:
    """The live memberships of those organisations, with their hubs."""
    return list(
        db.scalars(
            _memberships()
            .where(Membership.organisation_id.in_(organisation_ids), Membership.state.in_(LIVE))
            .order_by(Membership.hub_id)
        )
    )


def list_memberships_in(db: Session, hub_id: int, *states: BondState) -> list[Membership]:
    """The organisations of a hub in those states, by name."""
    return list(
        db.scalars(
            _memberships()
            .join(Membership.organisation)
            .where(Membership.hub_id == hub_id, Membership.state.in_(states))
            .order_by(Organisation.sort_key, Membership.id)
        )
    )


def get_membership(db: Session, membership_id: int) -> Membership:
    """With organisation and hub. Raises NotFound."""
    return existing(db.scalar(_memberships().where(Membership.id == membership_id)))


def list_ties(db: Session, organisation_id: int, hub_id: int) -> list[Membership]:
    """Everything there ever was between an organisation and a hub, the latest first."""
    return list(
        db.scalars(
            _memberships()
            .where(Membership.organisation_id == organisation_id, Membership.hub_id == hub_id)
            .order_by(Membership.requested_at.desc(), Membership.id.desc())
        )
    )


def list_acts_on(db: Session, membership_ids: Sequence[int]) -> list[tuple[AuditEntry, str]]:
    """What was done to those memberships and by whom, the latest first."""
    rows = db.execute(
        select(AuditEntry, Person)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(AuditEntry.subject_kind == "membership", AuditEntry.subject_id.in_(membership_ids))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    return [(entry, person.name if person else "") for entry, person in rows]


def list_former_of(db: Session, organisation_id: int) -> list[Membership]:
    """The memberships of an organisation that were refused or have ended, with their hubs."""
    return list(
        db.scalars(
            _memberships()
            .where(Membership.organisation_id == organisation_id, Membership.state.not_in(LIVE))
            .order_by(Membership.decided_at.desc(), Membership.id.desc())
        )
    )


def count_members_by_hub(db: Session) -> dict[int, int]:
    """How many organisations are members of each hub today."""
    rows = db.execute(
        select(Membership.hub_id, func.count())
        .where(Membership.state == BondState.ACCEPTED)
        .group_by(Membership.hub_id)
    )
    return {row[0]: row[1] for row in rows}

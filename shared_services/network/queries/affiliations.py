"""Who belongs, or asks to belong, to an organisation."""

from collections.abc import Sequence

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, joinedload

from shared_services.accounts.models import Person
from shared_services.core.errors import existing

from ..models import LIVE, Affiliation, BondState, Hub
from .answering import answers_for
from .organisations import lock_organisation


def is_referent(db: Session, person_id: int, organisation_id: int) -> bool:
    return bool(
        db.scalar(
            select(
                exists().where(
                    Affiliation.person_id == person_id,
                    Affiliation.organisation_id == organisation_id,
                    Affiliation.state == BondState.ACCEPTED,
                    Affiliation.is_referent,
                )
            )
        )
    )


def is_affiliated(db: Session, person_id: int, organisation_id: int) -> bool:
    """Whether the organisation has accepted the person."""
    accepted = select(Affiliation.id).where(
        Affiliation.person_id == person_id,
        Affiliation.organisation_id == organisation_id,
        Affiliation.state == BondState.ACCEPTED,
    )
    return db.scalar(accepted) is not None


def find_live_affiliation(db: Session, person_id: int, organisation_id: int) -> Affiliation | None:
    return db.scalar(
        select(Affiliation).where(
            Affiliation.person_id == person_id,
            Affiliation.organisation_id == organisation_id,
            Affiliation.state.in_(LIVE),
        )
    )


def lock_affiliation(db: Session, affiliation_id: int) -> Affiliation:
    """With person and organisation, read again under its organisation's lock. Raises NotFound."""
    organisation_id = existing(
        db.scalar(select(Affiliation.organisation_id).where(Affiliation.id == affiliation_id))
    )
    lock_organisation(db, organisation_id)
    return db.scalars(
        _affiliations().where(Affiliation.id == affiliation_id).execution_options(populate_existing=True)
    ).one()


def _affiliations() -> Select[Affiliation]:
    return select(Affiliation).options(joinedload(Affiliation.person), joinedload(Affiliation.organisation))


def list_affiliations_of(db: Session, person_id: int) -> list[Affiliation]:
    """Everything the person asked, the newest first."""
    mine = _affiliations().where(Affiliation.person_id == person_id)
    return list(db.scalars(mine.order_by(Affiliation.requested_at.desc(), Affiliation.id.desc())))


def list_live_affiliations(db: Session, person_ids: Sequence[int]) -> list[Affiliation]:
    """What those people asked for or belong to, the oldest first."""
    statement = select(Affiliation).where(Affiliation.person_id.in_(person_ids), Affiliation.state.in_(LIVE))
    return list(db.scalars(statement.order_by(Affiliation.id)))


def list_colleagues(db: Session, organisation_ids: Sequence[int]) -> list[Affiliation]:
    """Who asks to join or belongs to those organisations, requests first."""
    return list(
        db.scalars(
            _affiliations()
            .join(Affiliation.person)
            .where(Affiliation.organisation_id.in_(organisation_ids), Affiliation.state.in_(LIVE))
            .order_by(Affiliation.state.desc(), Person.sort_key, Affiliation.id)
        )
    )


def list_people_of(db: Session, organisation_id: int) -> list[Person]:
    """Whom the organisation has accepted, by name."""
    return list(
        db.scalars(
            select(Person)
            .join(Affiliation, Affiliation.person_id == Person.id)
            .where(
                Affiliation.organisation_id == organisation_id,
                Affiliation.state == BondState.ACCEPTED,
                Person.erased_at.is_(None),
            )
            .order_by(Person.sort_key, Person.id)
        )
    )


def get_affiliation(db: Session, affiliation_id: int) -> Affiliation:
    """With person and organisation. Raises NotFound."""
    return existing(db.scalar(_affiliations().where(Affiliation.id == affiliation_id)))


def list_successors(db: Session, leaving: Affiliation) -> list[Person]:
    """Among whom a referent who leaves must choose: her colleagues, when she is the only referent."""
    if not leaving.is_referent:
        return []
    others = [p for p in list_people_of(db, leaving.organisation_id) if p.id != leaving.person_id]
    referents = {person.id for person in list_referents(db, leaving.organisation_id)}
    return [] if referents - {leaving.person_id} else others


def list_referents(db: Session, organisation_id: int) -> list[Person]:
    return list(
        db.scalars(
            select(Person)
            .join(Affiliation, Affiliation.person_id == Person.id)
            .where(
                Affiliation.organisation_id == organisation_id,
                Affiliation.state == BondState.ACCEPTED,
                Affiliation.is_referent,
            )
            .order_by(Person.id)
        )
    )


def list_requests_for_hub(db: Session, hub_id: int) -> list[Affiliation]:
    """People who ask to join an organisation that this hub may answer for."""
    return list(
        db.scalars(
            _affiliations()
            .join(Affiliation.organisation)
            .join(Hub, answers_for())
            .where(Affiliation.state == BondState.REQUESTED, Hub.id == hub_id)
            .order_by(Affiliation.requested_at, Affiliation.id)
        )
    )

"""Proposing an organisation that is not in the list yet."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.core.text import normalised, search_text

from .. import queries
from ..errors import SiretTaken
from ..models import Organisation, OrganisationKind
from .affiliations import request_affiliation
from .memberships import request_membership


@dataclass(frozen=True, kw_only=True)
class OrganisationFacts:
    """What is told of an organisation; `siret` is 14 digits or None."""

    name: str
    kind: OrganisationKind
    city: str
    departement_code: str
    siret: str | None = None


def create_organisation(
    db: Session, facts: OrganisationFacts, *, hub_id: int, by: Person, now: datetime
) -> Organisation:
    """Add it, ask the hub for its membership, and ask to be its referent: the hub answers both.

    Proposing again what one has proposed changes nothing. Raises SiretTaken, NotFound for the hub.
    """
    queries.lock_hub(db, hub_id)  # a double click waits here, then finds what the first one did
    mine = queries.find_own_proposal(
        db,
        by.id,
        sort_key=normalised(facts.name),
        city=facts.city,
        departement_code=facts.departement_code,
    )
    if mine is not None:
        return mine
    organisation = Organisation(
        name=facts.name,
        kind=facts.kind,
        city=facts.city,
        departement_code=facts.departement_code,
        siret=facts.siret,
        search_text=search_text(facts.name, facts.city),
        sort_key=normalised(facts.name),
        created_at=now,
    )
    try:
        with db.begin_nested():
            db.add(organisation)
    except IntegrityError:  # the database alone knows what others are writing now
        raise SiretTaken from None
    audit.record(db, organisation, "created", by=by, now=now)
    request_membership(db, organisation.id, hub_id, by=by, now=now)
    request_affiliation(db, organisation.id, person=by, now=now, as_referent=True)
    return organisation

"""What admins correct about organisations: a wrong word, a wrong SIRET, the same one written twice."""

from datetime import datetime

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.core.text import normalised, search_text

from .. import queries
from ..errors import SameOrganisation, SiretTaken
from ..models import Affiliation, Membership, Organisation
from .organisations import OrganisationFacts
from .twins import group_by, keep_best

CORRECTED = ("name", "kind", "city", "departement_code", "siret")


def correct_organisation(
    db: Session, organisation_id: int, facts: OrganisationFacts, *, by: Person, now: datetime
) -> Organisation:
    """Write its facts anew; what changed is in the trail. Raises NotFound, SiretTaken."""
    organisation = queries.lock_organisation(db, organisation_id)
    before = {name: getattr(organisation, name) for name in CORRECTED}
    try:
        with db.begin_nested():
            for name in CORRECTED:
                setattr(organisation, name, getattr(facts, name))
            organisation.search_text = search_text(facts.name, facts.city)
            organisation.sort_key = normalised(facts.name)
    except IntegrityError:  # the database alone knows what others are writing now
        raise SiretTaken from None
    changed = {
        name: [before[name], getattr(facts, name)]
        for name in CORRECTED
        if before[name] != getattr(facts, name)
    }
    if changed:
        audit.record(db, organisation, "corrected", by=by, now=now, details=changed)
    return organisation


def merge_organisations(
    db: Session, kept_id: int, twin_id: int, *, by: Person, now: datetime
) -> dict[str, int]:
    """Everything of the twin goes to the kept one, then the twin is gone; says how many rows moved.

    Somebody in both belongs once, with the better of her two ties; a SIRET fills an empty one.
    Raises SameOrganisation, NotFound.
    """
    if kept_id == twin_id:
        raise SameOrganisation
    kept, twin = queries.lock_both(db, kept_id, twin_id)
    both = [kept_id, twin_id]
    people = group_by(queries.list_bonds_of(db, Affiliation, both), lambda bond: bond.person_id)
    for bonds in people:
        keep_best(db, bonds, in_kept=lambda bond: bond.organisation_id == kept_id, by=by, now=now)
    hubs = group_by(queries.list_bonds_of(db, Membership, both), lambda bond: bond.hub_id)
    for memberships in hubs:
        keep_best(db, memberships, in_kept=lambda bond: bond.organisation_id == kept_id, by=by, now=now)
    db.flush()  # of two live ties one has ended before the rows come together
    moved: dict[str, int] = {}
    for column in queries.organisation_columns():
        done: CursorResult[tuple[()]] = db.execute(  # type: ignore[assignment]
            update(column.table).where(column == twin_id).values({column.name: kept_id})
        )
        if done.rowcount:
            moved[column.table.name] = moved.get(column.table.name, 0) + done.rowcount
    facts = {"name": twin.name, "city": twin.city, "siret": twin.siret}
    audit.record(db, twin, "merged_into", by=by, now=now, details={"kept_id": kept_id, **facts})
    audit.record(db, kept, "merged", by=by, now=now, details={"twin_id": twin_id, **facts, "moved": moved})
    db.flush()
    db.execute(delete(Organisation).where(Organisation.id == twin_id))
    kept.siret = kept.siret or facts["siret"]
    return moved

"""A referent enrols people of her organisation in a cohort."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.errors import NotAColleague
from shared_services.booking.queries import lock_bookables
from shared_services.booking.sharing.quotas import lock_takers
from shared_services.core.errors import DomainError, Forbidden
from shared_services.network.queries import is_referent, list_people_of

from .. import queries
from ..models import Enrolment
from .enrol import Enrolling, enrol
from .take import WhenFull


@dataclass(frozen=True)
class Outcome:
    """Who follows the pathway now, and who does not and why, in the order asked."""

    enrolled: list[Enrolment] = field(default_factory=list)
    refused: list[tuple[Person, DomainError]] = field(default_factory=list)


def enrol_colleagues(
    db: Session,
    cohort_id: int,
    person_ids: Sequence[int],
    *,
    organisation_id: int,
    when_full: WhenFull,
    by: Person,
    now: datetime,
) -> Outcome:
    """Each has the whole plan or nothing, as if they came one after the other.

    Raises NotFound, Forbidden when she is not its referent, NotAColleague.
    """
    cohort = queries.get_cohort(db, cohort_id)
    if not is_referent(db, by.id, organisation_id):
        raise Forbidden
    colleagues = {person.id: person for person in list_people_of(db, organisation_id)}
    if not colleagues.keys() >= set(person_ids):
        raise NotAColleague
    counted = {module.id for module in queries.list_modules(db, [cohort.pathway_id])}
    chosen = {one.module_id: one.session_id for one in cohort.sessions if one.module_id in counted}
    # Locked at once: two referents can never wait for each other.
    lock_bookables(db, chosen.values())
    lock_takers(db, person_ids, organisation_id)
    asked = Enrolling(
        chosen=chosen, when_full=when_full, organisation_id=organisation_id, cohort_id=cohort_id
    )
    outcome = Outcome()
    for person in (colleagues[person_id] for person_id in dict.fromkeys(person_ids)):
        try:
            with db.begin_nested():
                enrolment = enrol(db, cohort.pathway_id, asked, person=person, by=by, now=now)
        except DomainError as error:
            outcome.refused.append((person, error))
        else:
            outcome.enrolled.append(enrolment)
    return outcome

"""What a referent needs to enrol her colleagues in a cohort, in a constant number of statements."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.audience import organisations_referred_of_audience
from shared_services.core.errors import NotFound
from shared_services.network.models import Organisation
from shared_services.network.queries import list_people_of

from . import queries
from .models import Enrolment
from .pages import CohortShown, PathwayPage, pathway_page


@dataclass(frozen=True)
class ColleaguesPage:
    """One cohort, one organisation of the referent's: who may join, and who follows the pathway already."""

    pathway: PathwayPage
    shown: CohortShown
    organisation: Organisation
    organisations: list[Organisation]
    free: list[Person]
    following: list[Enrolment]

    @property
    def module_titles(self) -> dict[int, str]:
        """By the number of a module."""
        return {module.id: module.offer.title for module in self.pathway.modules}


def colleagues_page(
    db: Session,
    offer_id: int,
    cohort_id: int,
    referent: Person,
    organisation_id: int | None,
    *,
    now: datetime,
) -> ColleaguesPage:
    """For the organisation asked, else the first. Raises NotFound when she speaks for none that may enrol."""
    page = pathway_page(db, offer_id, referent, now=now)
    shown = next((one for one in page.cohorts if one.cohort.id == cohort_id), None)
    pathway = page.pathway
    organisations = organisations_referred_of_audience(db, pathway.who, pathway.hub_id, referent)
    chosen = next((one for one in organisations if organisation_id in (None, one.id)), None)
    if shown is None or chosen is None:
        raise NotFound
    people = list_people_of(db, chosen.id)
    following = queries.list_enrolments_among(db, offer_id, [person.id for person in people])
    known = {one.person_id for one in following}
    return ColleaguesPage(
        pathway=page,
        shown=shown,
        organisation=chosen,
        organisations=organisations,
        free=[person for person in people if person.id not in known],
        following=following,
    )

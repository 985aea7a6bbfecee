"""What the pages of pathways need, read in a constant number of statements; `choosing` is about dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.audience import (
    check_audience,
    organisations_of_audience,
    organisations_referred_of_audience,
)
from shared_services.booking.queries import Seats
from shared_services.booking.questions.models import Question
from shared_services.booking.questions.queries import list_questions_of
from shared_services.catalogue.pictures.models import OfferPicture
from shared_services.catalogue.pictures.queries import find_picture_to_show
from shared_services.catalogue.policies import can_read_offer
from shared_services.core.errors import DomainError, NotFound
from shared_services.kinds.trainings.models import TrainingSession
from shared_services.network.models import Organisation

from . import policies, queries
from .candidates import read_candidates
from .models import Cohort, Enrolment, PathwayModule, PathwayOffer
from .operations import check_open
from .progress import Progress, build


@dataclass(frozen=True)
class CohortShown:
    """A cohort with its sessions in the order of the modules; `closed` once one of them takes nobody."""

    cohort: Cohort
    sessions: list[TrainingSession]
    is_full: bool
    is_closed: bool
    seats: dict[int, Seats]

    @property
    def chosen(self) -> dict[int, int]:
        """By module the number of its session."""
        return {one.module_id: one.session_id for one in self.cohort.sessions}


@dataclass(frozen=True)
class PathwayPage:
    """A pathway for one reader: what it is made of, how one enters it, and what stands in the way.

    `speaks`: she is the referent of an organisation whose people may enrol.
    """

    pathway: PathwayOffer
    picture: OfferPicture | None
    modules: list[PathwayModule]
    cohorts: list[CohortShown]
    person: Person | None
    is_manager: bool
    closed: DomainError | None
    outsider: DomainError | None
    organisations: list[Organisation]
    speaks: bool
    enrolment: Enrolment | None
    questions: list[Question]

    @property
    def titles(self) -> dict[int, str]:
        """By the number of a training."""
        return {module.offer_id: module.offer.title for module in self.modules}

    @property
    def minutes(self) -> int:
        return required_minutes(self.modules)

    @property
    def can_enrol(self) -> bool:
        return self.closed is None and self.outsider is None and self.enrolment is None


def pathway_page(db: Session, offer_id: int, actor: Person | None, *, now: datetime) -> PathwayPage:
    """Raises NotFound, also for who may not read it: drafts do not exist for others."""
    pathway = queries.get_pathway(db, offer_id)
    if not can_read_offer(db, actor, pathway):
        raise NotFound
    modules = queries.list_modules(db, [offer_id])
    organisations = organisations_of_audience(db, pathway.who, pathway.hub_id, actor) if actor else []
    return PathwayPage(
        pathway=pathway,
        picture=find_picture_to_show(db, pathway),
        modules=modules,
        cohorts=show_cohorts(db, offer_id, modules, now=now),
        person=actor,
        is_manager=policies.manages(db, actor, pathway.hub_id),
        closed=_what_closes(pathway, modules),
        outsider=_what_refuses(pathway, organisations) if actor else None,
        organisations=organisations,
        speaks=bool(actor and organisations_referred_of_audience(db, pathway.who, pathway.hub_id, actor)),
        enrolment=queries.find_live_enrolment(db, offer_id, actor.id) if actor else None,
        questions=list_questions_of(db, [module.offer_id for module in modules]),
    )


def _what_closes(pathway: PathwayOffer, modules: Sequence[PathwayModule]) -> DomainError | None:
    try:
        check_open(pathway, modules)
    except DomainError as error:
        return error
    return None


def _what_refuses(pathway: PathwayOffer, organisations: list[Organisation]) -> DomainError | None:
    try:
        check_audience(pathway.who, pathway.hub.name, organisations)
    except DomainError as error:
        return error
    return None


def show_cohorts(
    db: Session, pathway_id: int, modules: Sequence[PathwayModule], *, now: datetime
) -> list[CohortShown]:
    """The same number of statements however many there are."""
    cohorts = queries.list_cohorts(db, pathway_id)
    if not cohorts:
        return []
    ids = {one.session_id for cohort in cohorts for one in cohort.sessions}
    found = read_candidates(db, modules, None, extra=ids, now=now)
    shown = []
    for cohort in cohorts:
        by_module = {one.module_id: one.session_id for one in cohort.sessions}
        sessions = [found.sessions[by_module[module.id]] for module in modules if module.id in by_module]
        is_whole = all(module.id in by_module for module in modules if module.is_required)
        shown.append(
            CohortShown(
                cohort,
                sessions,
                is_full=any(found.seats[session.id].is_full for session in sessions),
                is_closed=not is_whole or any(session.is_over(now) for session in sessions),
                seats=found.seats,
            )
        )
    return shown


@dataclass(frozen=True)
class Made:
    """What a pathway is made of, for a list."""

    modules: int
    minutes: int


def overview(db: Session, pathway_ids: Sequence[int]) -> dict[int, Made]:
    """By the number of a pathway; two statements."""
    modules: dict[int, list[PathwayModule]] = {pathway_id: [] for pathway_id in pathway_ids}
    for module in queries.list_modules(db, pathway_ids):
        modules[module.pathway_id].append(module)
    return {pathway_id: Made(len(own), required_minutes(own)) for pathway_id, own in modules.items()}


def required_minutes(modules: Sequence[PathwayModule]) -> int:
    """What everybody takes; their trainings are loaded."""
    return sum(module.offer.duration_minutes for module in modules if module.is_required)


def build_all(db: Session, enrolments: Sequence[Enrolment]) -> list[Progress]:
    """Where each of those people stands; three statements more, however many there are."""
    modules: dict[int, list[PathwayModule]] = {}
    for module in queries.list_modules(db, {one.pathway_id for one in enrolments}):
        modules.setdefault(module.pathway_id, []).append(module)
    minutes = queries.minutes_of(db, enrolments)
    return [build(one, modules.get(one.pathway_id, []), minutes) for one in enrolments]

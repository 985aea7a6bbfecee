"""What the pages of pathways need, read in a constant number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.audience import check_audience, organisations_of_audience
from shared_services.booking.models import Booking
from shared_services.booking.queries import Seats
from shared_services.catalogue.picture_models import OfferPicture
from shared_services.catalogue.picture_queries import find_picture_to_show
from shared_services.catalogue.policies import can_read_offer
from shared_services.core.errors import DomainError, NotFound
from shared_services.kinds.trainings.models import TrainingSession
from shared_services.network.models import Organisation

from . import policies, queries
from .candidates import Candidates, read_candidates
from .errors import ModuleDone
from .models import Cohort, Enrolment, PathwayModule, PathwayOffer
from .operations import check_open
from .operations.steps import read_progress, standing_of
from .planning import Plan, Wish, find_nearest, find_possible, find_soonest, is_plan
from .progress import FINAL, Progress, Standing, build, chosen_beside


@dataclass(frozen=True)
class CohortShown:
    """A cohort with its sessions in the order of the modules; `closed` once one of them takes nobody."""

    cohort: Cohort
    sessions: list[TrainingSession]
    is_full: bool
    is_closed: bool


@dataclass(frozen=True)
class PathwayPage:
    """A pathway for one reader: what it is made of, how one enters it, and what stands in the way."""

    pathway: PathwayOffer
    picture: OfferPicture | None
    modules: list[PathwayModule]
    cohorts: list[CohortShown]
    person: Person | None
    is_manager: bool
    closed: DomainError | None
    outsider: DomainError | None
    organisations: list[Organisation]
    enrolment: Enrolment | None

    @property
    def titles(self) -> dict[int, str]:
        """By the number of a training."""
        return {module.offer_id: module.offer.title for module in self.modules}

    @property
    def minutes(self) -> int:
        """Of the required modules."""
        return sum(module.offer.duration_minutes for module in self.modules if module.is_required)

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
        enrolment=queries.find_live_enrolment(db, offer_id, actor.id) if actor else None,
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
            )
        )
    return shown


@dataclass(frozen=True)
class Row:
    """One module to choose a session of: those that go with the other choices; `is_done` counts already."""

    module: PathwayModule
    sessions: list[TrainingSession]
    chosen: TrainingSession | None
    is_done: bool


@dataclass(frozen=True)
class Suggestion:
    """A whole plan: by module its session, in order."""

    sessions: dict[int, TrainingSession]
    has_full: bool

    @property
    def as_chosen(self) -> dict[int, int]:
        """By module the number of its session."""
        return {module_id: session.id for module_id, session in self.sessions.items()}


@dataclass(frozen=True)
class EnrolPage:
    """A plan being made. `is_whole`: it can be booked as it is; `is_impossible`: the choices do not go
    together any more; `full`: the chosen sessions without a free seat; `held`: by session the place she has already,
    which no other date of that module can replace."""

    page: PathwayPage
    rows: list[Row]
    seats: dict[int, Seats]
    soonest: Suggestion | None
    nearest: Suggestion | None
    is_whole: bool
    is_impossible: bool
    full: list[TrainingSession] = field(default_factory=list)
    held: dict[int, Booking] = field(default_factory=dict)

    @property
    def chosen(self) -> dict[int, int]:
        return {row.module.id: row.chosen.id for row in self.rows if row.chosen is not None}


def enrol_page(
    db: Session, offer_id: int, person: Person, asked: Mapping[int, int], *, now: datetime
) -> EnrolPage:
    """`asked`: by module the session in the address; what is not open does not count. Raises NotFound."""
    page = pathway_page(db, offer_id, person, now=now)
    modules = page.modules
    attended = queries.list_attended(db, person.id, [module.offer_id for module in modules])
    done = frozenset(module.id for module in modules if module.offer_id in attended)
    held = queries.list_held(db, person.id, [module.offer_id for module in modules], now=now)
    found = _candidates(db, modules, person, held, now=now)
    offered = {step.module_id: {option.session_id for option in step.options} for step in found.steps}
    chosen = {
        module_id: session_id
        for module_id, session_id in asked.items()
        if module_id not in done and session_id in offered.get(module_id, ())
    }
    wish = Wish(chosen=chosen, done=done, busy=found.busy, with_full=True)
    possible = find_possible(found.steps, wish)
    is_missing = any(m.is_required and m.id not in done and m.id not in chosen for m in modules)
    goes_together = (
        is_plan(found.steps, wish)
        if not is_missing
        else all(chosen[module_id] in possible[module_id] for module_id in chosen)
    )
    unchosen = replace(wish, chosen={})
    return EnrolPage(
        page=page,
        rows=[_row(module, found, possible, chosen, done) for module in modules],
        seats=found.seats,
        soonest=_suggest(found, unchosen, nearest=False),
        nearest=_suggest(found, unchosen, nearest=True),
        is_whole=goes_together and not is_missing and bool(chosen or done),
        is_impossible=not goes_together,
        full=[
            found.sessions[option.session_id]
            for step in found.steps
            for option in step.options
            if option.session_id == chosen.get(step.module_id) and option.waits
        ],
        held={booking.bookable_id: booking for booking in held.values()},
    )


def _candidates(
    db: Session,
    modules: Sequence[PathwayModule],
    person: Person,
    held: Mapping[int, Booking],
    *,
    now: datetime,
) -> Candidates:
    """Where she has a place already, that date and no other: booking another would be refused."""
    hers = {module.id: held[module.offer_id] for module in modules if module.offer_id in held}
    found = read_candidates(db, modules, person, hers=hers, now=now)
    steps = [
        replace(step, options=tuple(one for one in step.options if one.is_hers))
        if step.module_id in hers
        else step
        for step in found.steps
    ]
    return replace(found, steps=steps)


def _row(
    module: PathwayModule,
    found: Candidates,
    possible: Mapping[int, set[int]],
    chosen: Mapping[int, int],
    done: frozenset[int],
) -> Row:
    mine = chosen.get(module.id)
    sessions = [
        found.sessions[option.session_id]
        for step in found.steps
        if step.module_id == module.id
        for option in step.options
        if option.session_id in possible[module.id] or option.session_id == mine
    ]
    return Row(module, sessions, found.sessions[mine] if mine else None, module.id in done)


def _suggest(found: Candidates, wish: Wish, *, nearest: bool) -> Suggestion | None:
    """With a seat everywhere, or else the one that would wait."""
    find = find_nearest if nearest else find_soonest
    plan: Plan | None = find(found.steps, replace(wish, with_full=False)) or find(found.steps, wish)
    if not plan:
        return None
    return Suggestion(
        {module_id: found.sessions[option.session_id] for module_id, option in plan},
        has_full=any(option.waits for _module_id, option in plan),
    )


@dataclass(frozen=True)
class ChangePage:
    """Another session for one module: those that go with the other modules."""

    progress: Progress
    standing: Standing
    sessions: list[TrainingSession]
    seats: dict[int, Seats]


def change_page(db: Session, enrolment_id: int, module_id: int, *, now: datetime) -> ChangePage:
    """Raises NotFound, ModuleDone."""
    progress = read_progress(db, enrolment_id)
    standing = standing_of(progress, module_id)
    if standing.state in FINAL:
        raise ModuleDone
    hers = {one.module.id: one.booking for one in progress.standings if one.booking and one.booking.is_live}
    beside = chosen_beside(progress, module_id)
    found = read_candidates(
        db,
        [one.module for one in progress.standings],
        progress.enrolment.person,
        hers=hers,
        extra=beside.chosen.values(),
        now=now,
    )
    others = frozenset(beside.chosen.values())
    steps = [
        replace(
            step, options=tuple(replace(o, is_hers=o.is_hers or o.session_id in others) for o in step.options)
        )
        for step in found.steps
        if step.module_id not in beside.free
    ]
    wish = Wish(chosen=beside.chosen, done=beside.done | beside.free, busy=found.busy, with_full=True)
    possible = find_possible(steps, wish)[module_id]
    now_at = standing.booking.bookable_id if standing.booking and standing.booking.is_live else None
    options = next(step.options for step in steps if step.module_id == module_id)
    return ChangePage(
        progress,
        standing,
        [
            found.sessions[o.session_id]
            for o in options
            if o.session_id in possible and o.session_id != now_at
        ],
        found.seats,
    )


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
    return {
        pathway_id: Made(len(own), sum(one.offer.duration_minutes for one in own if one.is_required))
        for pathway_id, own in modules.items()
    }


def build_all(db: Session, enrolments: Sequence[Enrolment]) -> list[Progress]:
    """Where each of those people stands; three statements more, however many there are."""
    modules: dict[int, list[PathwayModule]] = {}
    for module in queries.list_modules(db, {one.pathway_id for one in enrolments}):
        modules.setdefault(module.pathway_id, []).append(module)
    minutes = queries.minutes_of(db, enrolments)
    return [build(one, modules.get(one.pathway_id, []), minutes) for one in enrolments]

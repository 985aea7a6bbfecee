"""Choosing the dates of a plan, and another date for one module: what is possible, and what goes with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.models import Booking
from shared_services.booking.queries import Seats
from shared_services.booking.questions.models import Question
from shared_services.booking.questions.queries import find_usual_need
from shared_services.kinds.trainings.models import TrainingSession

from . import queries
from .candidates import Candidates, read_candidates
from .errors import ModuleDone
from .models import Cohort, EnrolmentState, PathwayModule
from .operations.steps import read_progress, standing_of
from .pages import PathwayPage, pathway_page
from .planning import Plan, Wish, find_nearest, find_possible, find_soonest, is_plan
from .progress import FINAL, Progress, Standing, chosen_beside


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
    together any more; `full`: the chosen sessions without a free seat; `held`: by session the place she has
    already, which no other date of that module can replace; `usual_need`: what she needs each time."""

    page: PathwayPage
    rows: list[Row]
    seats: dict[int, Seats]
    soonest: Suggestion | None
    nearest: Suggestion | None
    is_whole: bool
    is_impossible: bool
    full: list[TrainingSession] = field(default_factory=list)
    held: dict[int, Booking] = field(default_factory=dict)
    usual_need: str = ""

    @property
    def chosen(self) -> dict[int, int]:
        return {row.module.id: row.chosen.id for row in self.rows if row.chosen is not None}

    @property
    def asked(self) -> dict[int, list[Question]]:
        """By module that will be booked what its hub asks; where she has a place she was asked."""
        return {
            row.module.id: [one for one in self.page.questions if one.offer_id == row.module.offer_id]
            for row in self.rows
            if row.chosen is not None and row.chosen.id not in self.held
        }

    @property
    def cohort(self) -> Cohort | None:
        """The one whose dates are chosen, which she joins then."""
        done = {row.module.id for row in self.rows if row.is_done}
        for shown in self.page.cohorts:
            dates = {module_id: one for module_id, one in shown.chosen.items() if module_id not in done}
            if self.chosen and dates == self.chosen and not shown.is_closed:
                return shown.cohort
        return None


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
        usual_need=find_usual_need(db, person.id),
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
    possible -= {standing.session_id}
    # A place is given up for another one, and not for a rank on a waiting list.
    needs_seat = standing.session_id is not None and progress.enrolment.state == EnrolmentState.ACTIVE
    sessions = [
        found.sessions[option.session_id]
        for step in steps
        for option in step.options
        if step.module_id == module_id and option.session_id in possible and not (needs_seat and option.waits)
    ]
    return ChangePage(progress, standing, sessions, found.seats)

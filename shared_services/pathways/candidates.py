"""The sessions one may choose for each module, read at once, as the planning wants them."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.facts import describe_all, during
from shared_services.booking.models import Audience, Booking
from shared_services.booking.overlaps import list_places_between
from shared_services.booking.queries import Seats, seats_of
from shared_services.core.local_time import to_local
from shared_services.kinds.trainings.models import TrainingSession
from shared_services.kinds.trainings.queries import (
    list_coming_sessions,
    list_departements_of,
    list_sessions,
)
from shared_services.network.neighbours import with_neighbours
from shared_services.network.queries import list_hubs_joined, list_organisations_of

from .models import PathwayModule
from .planning import Option, Span, Step

# The soonest of each module: a list one can read, and a planning that stays quick.
MOST_SESSIONS = 40
POSTCODE = re.compile(r"\b\d{5}\b")
CORSICA = ("2A", "2B")
HERE, NEXT_DOOR, ELSEWHERE = 0, 1, 2


@dataclass(frozen=True)
class Candidates:
    """The steps to plan, and by the number of a session all that is shown of it."""

    steps: list[Step]
    sessions: dict[int, TrainingSession]
    seats: dict[int, Seats]
    busy: tuple[Span, ...]


def read_candidates(
    db: Session,
    modules: Sequence[PathwayModule],
    person: Person | None,
    *,
    hers: Mapping[int, Booking] | None = None,
    extra: Collection[int] = (),
    now: datetime,
) -> Candidates:
    """What may be booked today, by `person` when there is one, in a constant number of statements.

    `hers`: by module the booking she has of it, which stays possible; `extra`: sessions to show besides,
    such as those of a cohort.
    """
    hers = hers or {}
    joined = list_hubs_joined(db, person.id) if person else None
    sessions = _open_sessions(db, [module.offer_id for module in modules], joined, now=now)
    known = {session.id for session in sessions}
    kept = ({booking.bookable_id for booking in hers.values()} | set(extra)) - known
    sessions += list_sessions(db, kept) if kept else []
    seats = seats_of(db, [session.id for session in sessions])
    near = _Nearness.read(db, person, sessions)
    mine = {booking.bookable_id for booking in hers.values()}
    options: dict[int | None, list[Option]] = {}
    for session in sessions:
        option = as_option(session, seats[session.id], near.distance(session), is_hers=session.id in mine)
        options.setdefault(session.offer_id, []).append(option)
    return Candidates(
        steps=[as_step(module, options.get(module.offer_id, [])) for module in modules],
        sessions={session.id: session for session in sessions},
        seats=seats,
        busy=_busy(db, person, sessions, {booking.id for booking in hers.values()}) if person else (),
    )


def as_step(module: PathwayModule, options: Sequence[Option]) -> Step:
    """A module as the planning wants it; what it needs is loaded."""
    return Step(
        module_id=module.id,
        options=tuple(sorted(options, key=lambda option: (option.starts_at, option.session_id))),
        is_required=module.is_required,
        needs=frozenset(need.needs_id for need in module.needs),
        needs_all=module.needs_rule == "all",
        minimum_gap_days=module.minimum_gap_days,
        maximum_gap_days=module.maximum_gap_days,
    )


def as_option(
    session: TrainingSession, seats: Seats, distance: int = HERE, *, is_hers: bool = False
) -> Option:
    """A session with its half days."""
    spans = tuple((half_day.starts_at, half_day.ends_at) for half_day in session.half_days)
    return Option(
        session_id=session.id,
        spans=spans,
        first_on=to_local(min(start for start, _end in spans), session.time_zone).date(),
        last_on=to_local(max(end for _start, end in spans), session.time_zone).date(),
        left=0 if seats.is_full else seats.left,
        distance=distance,
        is_hers=is_hers,
    )


def _open_sessions(
    db: Session, offer_ids: list[int], joined: Collection[int] | None, *, now: datetime
) -> list[TrainingSession]:
    """Those one may book now, the soonest of each training; as a member of the hubs `joined` if told."""
    found: list[TrainingSession] = []
    number: dict[int | None, int] = {}
    for session in list_coming_sessions(db, offer_ids, now=now):
        is_open = not session.is_over(now) and (session.opens_at is None or session.opens_at <= now)
        is_open = is_open and (joined is None or _is_for(session, joined))
        if is_open and session.half_days and number.get(session.offer_id, 0) < MOST_SESSIONS:
            number[session.offer_id] = number.get(session.offer_id, 0) + 1
            found.append(session)
    return found


def _is_for(session: TrainingSession, joined: Collection[int]) -> bool:
    """What `check_audience` would let book, from the hubs her organisations are members of."""
    if session.audience == Audience.HUB_MEMBERS:
        return session.hub_id in joined
    return bool(joined) or session.audience == Audience.ANYONE


@dataclass(frozen=True)
class _Nearness:
    """How far a session is from the départements of a person's organisations."""

    home: frozenset[str]
    next_door: frozenset[str]
    of_hubs: dict[int, set[str]]

    @classmethod
    def read(cls, db: Session, person: Person | None, sessions: Sequence[TrainingSession]) -> "_Nearness":
        organisations = list_organisations_of(db, person.id) if person else []
        home = frozenset(organisation.departement_code for organisation in organisations)
        around = frozenset(code for one in home for code in with_neighbours(one))
        hub_ids = {session.hub_id for session in sessions if session.hub_id is not None}
        return cls(home, around, list_departements_of(db, hub_ids) if home and hub_ids else {})

    def distance(self, session: TrainingSession) -> int:
        """By the postcode of the address; without one, by the départements the hub works in."""
        if not self.home or not session.place_name:  # at a distance nobody travels
            return HERE
        places = departements_in(session.address) or self.of_hubs.get(session.hub_id or 0, set())
        if self.home & places:
            return HERE
        return NEXT_DOOR if self.next_door & places else ELSEWHERE


def departements_in(address: str) -> set[str]:
    """The codes a postal address tells by its postcode, the last one written; nothing without one."""
    found = POSTCODE.findall(address)
    if not found:
        return set()
    if found[-1].startswith("20"):
        return set(CORSICA)
    return {found[-1][:3] if found[-1].startswith(("97", "98")) else found[-1][:2]}


def _busy(
    db: Session, person: Person, sessions: Sequence[TrainingSession], except_for: Collection[int]
) -> tuple[Span, ...]:
    """When she is at another place, at some moment of those sessions; moment by moment."""
    starts = [session.starts_at for session in sessions if session.starts_at]
    ends = [session.ends_at for session in sessions if session.ends_at]
    if not starts or not ends:
        return ()
    day = timedelta(days=1)
    places = [
        booking
        for booking in list_places_between(db, person.id, min(starts) - day, max(ends) + day)
        if booking.id not in except_for
    ]
    told = describe_all(db, [(booking.bookable.kind, booking.bookable_id) for booking in places])
    return tuple(
        span
        for booking in places
        for span in during(
            told[booking.bookable_id], booking.bookable, booking.starts_at, booking.ends_at
        ).periods
    )

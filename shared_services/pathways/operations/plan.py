"""What every change of a plan comes through: do the sessions go together, and the place in one of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.audience import eligible_organisations
from shared_services.booking.models import Booking
from shared_services.booking.periods import ONE_SLOT
from shared_services.booking.queries import Seats, find_live_booking, seats_of
from shared_services.core.errors import NotFound
from shared_services.kinds.trainings.models import TrainingSession
from shared_services.kinds.trainings.operations import book_session
from shared_services.kinds.trainings.queries import get_session, list_sessions

from ..candidates import as_option, as_step
from ..errors import PlanImpossible, PlanIncomplete
from ..models import PathwayModule
from ..planning import Option, Wish, is_plan
from ..progress import Progress, chosen_beside


def check_plan(
    db: Session,
    modules: Sequence[PathwayModule],
    chosen: Mapping[int, int],
    *,
    done: frozenset[int],
    free: frozenset[int] = frozenset(),
) -> None:
    """Whether those sessions may follow each other; seats and her other places are the booking's to see.

    `done`: modules that count already; `free`: those that may stay without a session. Raises NotFound for
    a session that is not of its module, PlanIncomplete, PlanImpossible.
    """
    sessions = {session.id: session for session in list_sessions(db, chosen.values())}
    known = {module.id: module for module in modules}
    for module_id, session_id in chosen.items():
        if module_id not in known or session_id not in sessions:
            raise NotFound
        if sessions[session_id].offer_id != known[module_id].offer_id:
            raise NotFound
    for module in modules:
        if module.is_required and module.id not in chosen and module.id not in done | free:
            raise PlanIncomplete(title=module.offer.title)
    seats = seats_of(db, list(sessions))
    steps = [
        as_step(module, [_fixed(sessions[chosen[module.id]], seats)] if module.id in chosen else [])
        for module in modules
        if module.id not in free
    ]
    if not is_plan(steps, Wish(chosen=chosen, done=done | free, with_full=True)):
        raise PlanImpossible


def goes_together(db: Session, progress: Progress) -> bool:
    """Whether the sessions she has and wants still follow each other: the hub may have moved one."""
    beside = chosen_beside(progress)
    try:
        modules = [one.module for one in progress.standings]
        check_plan(db, modules, beside.chosen, done=beside.done, free=beside.free)
    except PlanImpossible:
        return False
    return True


def _fixed(session: TrainingSession, seats: Mapping[int, Seats]) -> Option:
    return as_option(session, seats[session.id], is_hers=True)


def book_step(
    db: Session,
    session_id: int,
    organisation_id: int | None,
    *,
    join_waiting_list: bool,
    person: Person,
    by: Person,
    now: datetime,
    instead_of: str | None = None,
    tells_person: bool = True,
) -> Booking:
    """A place in one session by the verb of trainings, or the one she has there already.

    She comes for the organisation of her pathway where the session is for it. Raises what book_session
    raises.
    """
    session = get_session(db, session_id)
    live = find_live_booking(db, session_id, person.id, ONE_SLOT)
    if live is not None:
        return live
    eligible = {organisation.id for organisation in eligible_organisations(db, session, person)}
    return book_session(
        db,
        session_id,
        person=person,
        by=by,
        organisation_id=organisation_id if organisation_id in eligible else None,
        join_waiting_list=join_waiting_list,
        instead_of=instead_of,
        tells_person=tells_person,
        now=now,
    )

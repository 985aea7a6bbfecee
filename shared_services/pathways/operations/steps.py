"""The steps of an enrolment, locked: what every later change of a pathway begins with."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from shared_services.booking.queries import lock_bookables
from shared_services.core.errors import existing

from .. import queries
from ..errors import NotUnderWay
from ..models import Enrolment, EnrolmentStep
from ..progress import Progress, Standing, build


def lock_progress(db: Session, enrolment_id: int, also: Iterable[int] = ()) -> Progress:
    """Lock what the person has booked for it, and the bookables `also` named; where she stands then.

    Raises NotFound, and NotUnderWay once it is finished or left.
    """
    before = queries.get_enrolment(db, enrolment_id)
    live = [step.booking.bookable_id for step in before.steps if step.booking and step.booking.is_live]
    wanted = [step.wanted_session_id for step in before.steps if step.wanted_session_id is not None]
    lock_bookables(db, [*live, *wanted, *also])
    progress = read_progress(db, enrolment_id)
    if not progress.enrolment.is_under_way:
        raise NotUnderWay
    return progress


def read_progress(db: Session, enrolment_id: int) -> Progress:
    """As it is now. Raises NotFound."""
    enrolment = queries.get_enrolment(db, enrolment_id)
    modules = queries.list_modules(db, [enrolment.pathway_id])
    return build(enrolment, modules, queries.minutes_of(db, [enrolment]))


def standing_of(progress: Progress, module_id: int) -> Standing:
    """Raises NotFound for a module that is not, or no longer, of the pathway."""
    return existing(next((one for one in progress.standings if one.module.id == module_id), None))


def step_of(db: Session, enrolment: Enrolment, standing: Standing) -> EnrolmentStep:
    """The row, new for a module that joined the pathway after the person."""
    if standing.step is not None:
        return standing.step
    step = EnrolmentStep(
        enrolment_id=enrolment.id, person_id=enrolment.person_id, module_id=standing.module.id
    )
    db.add(step)
    return step

"""The places of a plan: all of them, or nothing, or ranks in its full sessions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.models import Booking, BookingStatus
from shared_services.booking.operations import accept
from shared_services.core.errors import DomainError

from ..errors import PlanRefused
from ..models import PathwayModule
from .plan import book_step


class WhenFull(StrEnum):
    """What becomes of the plan when a session is full: nothing, it waits whole, or it begins without."""

    REFUSE = "refuse"
    WAIT = "wait"
    WITHOUT = "without"


def take_plan(
    db: Session,
    modules: Sequence[PathwayModule],
    chosen: Mapping[int, int],
    organisation_id: int | None,
    *,
    when_full: WhenFull,
    person: Person,
    by: Person,
    now: datetime,
) -> dict[int, Booking]:
    """By module what was booked, its bookables being locked; of a plan that waits only the ranks.

    A place that is offered is accepted with the rest. Nobody is written to: the caller tells of the whole
    plan in one message. Raises PlanRefused with what each module says.
    """

    def book(wanted: Sequence[PathwayModule]) -> dict[int, Booking]:
        bookings: dict[int, Booking] = {}
        refusals: dict[int, DomainError] = {}
        for module in wanted:
            try:
                with db.begin_nested():
                    booking = book_step(
                        db,
                        chosen[module.id],
                        organisation_id,
                        join_waiting_list=when_full != WhenFull.REFUSE,
                        tells_person=False,
                        person=person,
                        by=by,
                        now=now,
                    )
                    if booking.status == BookingStatus.OFFERED:
                        accept(db, booking.id, by=by, now=now, tells_person=False)
                    bookings[module.id] = booking
            except DomainError as error:
                refusals[module.id] = error
        if refusals:
            raise PlanRefused(refusals)
        return bookings

    if when_full != WhenFull.WAIT:
        return book(modules)
    with db.begin_nested() as scene:
        bookings = book(modules)
        full = [module for module in modules if bookings[module.id].status == BookingStatus.WAITLISTED]
        if not full:
            return bookings
        scene.rollback()  # nothing is held while the rest waits
    return book(full)

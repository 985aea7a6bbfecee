"""A whole plan in one message: of each module what is booked or waited for, when, where, what to bring."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.facts import Facts, describe_all, describe_bookings
from shared_services.booking.messages import booking_calendar
from shared_services.booking.models import Booking, BookingStatus
from shared_services.booking.questions.queries import lacks_answers
from shared_services.booking.waiting import find_rank
from shared_services.core.links import absolute_url

from .progress import Progress, Standing

SESSION = "training"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One module of the plan. `rank` on the waiting list when she waits there; `answers_url` where her hub
    asks something that she has not answered."""

    standing: Standing
    facts: Facts
    rank: int | None = None
    booking_url: str = ""
    answers_url: str = ""

    @property
    def booking(self) -> Booking | None:
        return self.standing.booking

    @property
    def is_sure(self) -> bool:
        """The place is hers: it goes into her calendar, and she is given the link to come by."""
        return self.booking is not None and self.booking.status == BookingStatus.CONFIRMED


def tell_plan(db: Session, progress: Progress) -> list[Line]:
    """What is still to come of it, in the order of the modules; what is done or lost is not."""
    live = [one.booking for one in progress.standings if one.booking and one.booking.is_live]
    booked = describe_bookings(db, live)
    planned = describe_all(db, [(SESSION, one.planned_id) for one in progress.standings if one.planned_id])
    lines = []
    for one in progress.standings:
        if one.booking is not None and one.booking.id in booked:
            lines.append(_booked(db, one, one.booking, booked[one.booking.id]))
        elif one.planned_id:
            lines.append(Line(standing=one, facts=planned[one.planned_id]))
    return lines


def _booked(db: Session, standing: Standing, booking: Booking, facts: Facts) -> Line:
    lacks = lacks_answers(db, booking, standing.module.offer_id)
    return Line(
        standing=standing,
        facts=facts,
        rank=find_rank(db, booking, booking.bookable),
        booking_url=absolute_url("booking.show", reference=booking.reference),
        answers_url=absolute_url("questions.answers", reference=booking.reference) if lacks else "",
    )


def calendar_of_plan(plan: Sequence[Line], person: Person) -> bytes | None:
    """One file with every place that is sure, by the UIDs their own messages have; None without any."""
    told = [(one.booking, one.facts) for one in plan if one.booking is not None and one.is_sure]
    return booking_calendar(told, person, method="REQUEST") if told else None

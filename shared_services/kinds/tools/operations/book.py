"""Who gets a tool, for which days: the kind's own rules, before the engine counts the units."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking import operations as booking
from shared_services.booking.audience import choose_organisation, eligible_organisations
from shared_services.booking.errors import AlreadyBooked, NotAColleague
from shared_services.booking.models import Booking
from shared_services.booking.queries import find_live_booking
from shared_services.core.errors import Forbidden
from shared_services.core.local_time import to_local
from shared_services.network.queries import is_referent, list_people_of

from .. import queries
from ..errors import MoreThanServe, ToolNotPublished
from ..models import Tool
from ..rules import check_days, period_of, slots_taken
from .lending import check_not_suspended
from .service import lock_tool, serve
from .visits import check_visits


def book_tool(
    db: Session,
    tool_id: int,
    *,
    first: date,
    last: date,
    units: int = 1,
    person: Person,
    by: Person,
    organisation_id: int | None = None,
    join_waiting_list: bool = True,
    now: datetime,
) -> Booking:
    """So many units from a day to another, or a rank on the waiting list for just that.

    Raises ToolNotPublished, SuspendedFromLoans, MoreThanServe, what `check_days`, `check_visits` and
    `choose_organisation` raise, and what booking.reserve raises.
    """
    tool = lock_tool(db, tool_id)
    if not queries.is_published(db, tool.offer_id):
        raise ToolNotPublished
    check_days(tool, first, last, today=to_local(now, tool.time_zone).date())
    live = find_live_booking(db, tool.id, person.id, slots_taken(tool, first, last))
    if live is not None:
        raise AlreadyBooked(reference=live.reference)
    check_not_suspended(db, tool, person)
    _check_units(db, tool, units)
    check_visits(db, tool, first, last, now=now)
    chosen = choose_organisation(tool, eligible_organisations(db, tool, person), organisation_id)
    period = period_of(tool, first, last, cancel_hours=tool.hub.cancel_hours if tool.hub else 0)
    serve(db, tool, period.slots)
    return booking.reserve(
        db,
        tool.id,
        person=person,
        by=by,
        organisation_id=chosen,
        units=units,
        period=period,
        join_waiting_list=join_waiting_list,
        now=now,
    )


def book_tool_for_colleague(
    db: Session, tool_id: int, *, colleague_id: int, organisation_id: int, by: Person, **asked: Any
) -> Booking:
    """A referent books for somebody of her organisation; `asked` is the rest of what book_tool takes.

    Raises Forbidden when she is not its referent, NotAColleague, and what book_tool raises.
    """
    if not is_referent(db, by.id, organisation_id):
        raise Forbidden
    colleagues = {person.id: person for person in list_people_of(db, organisation_id)}
    if colleague_id not in colleagues:
        raise NotAColleague
    person = colleagues[colleague_id]
    return book_tool(db, tool_id, person=person, by=by, organisation_id=organisation_id, **asked)


def _check_units(db: Session, tool: Tool, units: int) -> None:
    serving = queries.count_serving(db, tool.id)
    if units > serving:
        raise MoreThanServe(serving=serving)

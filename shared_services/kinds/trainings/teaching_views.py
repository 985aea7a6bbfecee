"""A trainer's agenda, over all her hubs."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request

from shared_services.accounts.current import current_person
from shared_services.booking.queries import seats_of
from shared_services.core import clock
from shared_services.core.access import signed_in
from shared_services.core.database import read_session
from shared_services.core.local_time import to_local
from shared_services.core.paging import paginate

from . import queries
from .models import TrainingSession

blueprint = Blueprint("teaching", __name__)


@dataclass(frozen=True)
class Week:
    """The sessions that start in one week; `monday` is its first day, at noon where the first takes place."""

    monday: datetime
    sessions: list[TrainingSession]


@blueprint.get("/teaching")
@signed_in
def agenda() -> str:
    """What I teach, week by week; what is past on request."""
    db, now = read_session(), clock.now()
    is_past = request.args.get("when") == "past"
    statement = queries.sessions_taught(current_person().id, is_past=is_past, now=now)
    page = paginate(db, statement, number=request.args.get("page", 1, type=int))
    return render_template(
        "kinds/trainings/teaching.html",
        page=page,
        weeks=weeks_of(page.items),
        seats=seats_of(db, [session.id for session in page.items]),
        is_past=is_past,
    )


def weeks_of(sessions: list[TrainingSession]) -> list[Week]:
    """The sessions week by week, in the order given; a week begins on Monday, on the clock of the place."""
    weeks = [(monday, list(group)) for monday, group in groupby(sessions, _monday)]
    return [
        Week(datetime.combine(monday, time(12), ZoneInfo(group[0].time_zone)), group)
        for monday, group in weeks
    ]


def _monday(session: TrainingSession) -> date:
    day = to_local(session.half_days[0].starts_at, session.time_zone).date()
    return day - timedelta(days=day.weekday())

"""The visits that a hub takes on one day: its rule, counted under a lock."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from shared_services.core.local_time import to_local
from shared_services.core.saying import say_day

from ..availability import nearest
from ..days import day_of, is_open, slot_of
from ..errors import NoVisitAtPickUp, NoVisitAtReturn
from ..loans import queries as loan_queries
from ..models import Tool
from ..rules import LOOKED_AROUND, looked_at, say_no_day
from ..stock import stocks_of
from ..visits import Visits, visits_of


def check_visits(db: Session, tool: Tool, first: date, last: date, *, now: datetime) -> None:
    """Raises NoVisitAtPickUp or NoVisitAtReturn, with the nearest day that has room; the tool is locked."""
    visits = _locked(db, tool, first, last)
    if visits is None or visits.can_come(first, last):
        return
    today = to_local(now, tool.time_zone).date()
    if not visits.has_room(first):
        earliest = today + timedelta(days=tool.notice_days)
        raise NoVisitAtPickUp(most=visits.most, nearest=_nearest(db, tool, visits, first, since=earliest))
    since = first + timedelta(days=max(tool.least_days - 1, 1))
    raise NoVisitAtReturn(most=visits.most, nearest=_nearest(db, tool, visits, last, since=since))


def check_return(db: Session, tool: Tool, last: date, *, but_for: int, before: date) -> None:
    """The return of the loan `but_for` later than `before`. Raises NoVisitAtReturn; the tool is locked."""
    visits = _locked(db, tool, last, last, but_for=but_for)
    if visits is not None and not visits.has_room(last):
        later = before + timedelta(days=1)
        raise NoVisitAtReturn(most=visits.most, nearest=_nearest(db, tool, visits, last, since=later))


def _locked(db: Session, tool: Tool, first: date, last: date, *, but_for: int | None = None) -> Visits | None:
    rules = loan_queries.lock_rules(db, tool.hub_id)
    if rules is None or rules.visits_a_day is None:
        return None
    around = timedelta(days=LOOKED_AROUND)
    return visits_of(db, tool, first - around, last + around, but_for=but_for)


def _nearest(db: Session, tool: Tool, visits: Visits, wanted: date, *, since: date) -> str:
    """In words: the nearest open day with room."""
    around = looked_at(wanted)
    closed = stocks_of(db, [tool], around)[tool.id].closed(around)
    for slot in nearest(around, slot_of(wanted)):
        day = day_of(slot)
        if day >= since and slot not in closed and is_open(day, tool.weekdays) and visits.has_room(day):
            return say_day(day)
    return say_no_day()

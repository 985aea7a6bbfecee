"""How many pick-ups and returns a hub takes on one day, and how many it has."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from shared_services.core.local_time import to_utc

from .loans import queries as loan_queries
from .models import Tool


@dataclass(frozen=True)
class Visits:
    """What is left of `most` visits a day; None: as many as people like."""

    most: int | None = None
    by_day: Counter[date] = field(default_factory=Counter)

    def has_room(self, day: date, visits: int = 1) -> bool:
        return self.most is None or self.by_day[day] + visits <= self.most

    def can_come(self, first: date, last: date) -> bool:
        """Both on one day are two visits."""
        if first == last:
            return self.has_room(first, 2)
        return self.has_room(first) and self.has_room(last)


def visits_of(db: Session, tool: Tool, first: date, last: date, *, but_for: int | None = None) -> Visits:
    """From a day to another, both included; one statement."""
    zone = tool.time_zone
    since, until = to_utc(first, time(0), zone), to_utc(last + timedelta(days=1), time(0), zone)
    return Visits(*loan_queries.visits_by_day(db, tool, since=since, until=until, but_for=but_for))

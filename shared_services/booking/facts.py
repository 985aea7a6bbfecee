"""What people are told about a bookable, whatever its kind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One bookable in words. `periods` are aware UTC starts and ends; `endpoint` and `values` its page,
    `manage_…` the one of its staff. `most_periods` is how many it had before it became shorter."""

    title: str
    hub_id: int
    hub_name: str
    hub_email: str
    hub_phone: str | None
    time_zone: str
    periods: tuple[tuple[datetime, datetime], ...]
    endpoint: str
    values: dict[str, Any]
    manage_endpoint: str
    manage_values: dict[str, Any]
    place: str = ""
    video_link: str = ""
    access_notes: str = ""
    bring: str = ""
    trainers: tuple[str, ...] = ()
    sequence: int = 0
    most_periods: int = 0

    @property
    def told_periods(self) -> list[tuple[int, datetime, datetime, bool]]:
        """Number, start, end, and whether it still stands: calendars must forget a period that went.

        One that went is told at the time of the last that stands.
        """
        stand = [(number, *period, True) for number, period in enumerate(self.periods, start=1)]
        went = range(len(self.periods) + 1, self.most_periods + 1)
        return stand + [(number, *self.periods[-1], False) for number in went]

    @property
    def starts_at(self) -> datetime:
        return self.periods[0][0]

    @property
    def ends_at(self) -> datetime:
        return self.periods[-1][1]


Describe = Callable[[Session, Iterable[int]], dict[int, Facts]]


_described_by: dict[str, Describe] = {}


def register_kind(kind: str, describe: Describe) -> None:
    """Each kind says how its bookables are told; `describe` uses a constant number of statements."""
    _described_by[kind] = describe


def registered_kinds() -> tuple[str, ...]:
    return tuple(_described_by)


def describe_all(db: Session, kinds_and_ids: Iterable[tuple[str, int]]) -> dict[int, Facts]:
    """The facts of bookables of any kinds, by id."""
    by_kind: dict[str, set[int]] = {}
    for kind, bookable_id in kinds_and_ids:
        by_kind.setdefault(kind, set()).add(bookable_id)
    facts: dict[int, Facts] = {}
    for kind, ids in by_kind.items():
        facts |= _described_by[kind](db, sorted(ids))
    return facts

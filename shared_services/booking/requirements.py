"""What a date requires of other bookables, such as a room or a kit: taken, moved and given back with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from .periods import Wanted

Periods = Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True)
class Requirement:
    """So many units of one bookable, for as long as the date lasts."""

    bookable_id: int
    units: int = 1


@dataclass(frozen=True)
class Lendable:
    """What the dates of a hub may require; `hub_name` is empty for what is the hub's own."""

    bookable_id: int
    title: str
    hub_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Requirable:
    """How the dates of other kinds require units of a kind. `list_for` gives what those of a hub may
    require; `want` what required take in the ledger over aware UTC periods; `not_free` the titles of those
    that are not free, by day."""

    list_for: Callable[[Session, int], list[Lendable]]
    want: Callable[[Session, Sequence[Requirement], Periods], list[Wanted]]
    not_free: Callable[[Session, Sequence[Requirement], Mapping[date, Periods]], dict[date, list[str]]]

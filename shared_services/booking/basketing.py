"""What a kind says so that it can be found free over some days, and booked from a basket."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Protocol

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.catalogue.search import Wanted
from shared_services.core.i18n import LazyString

from .models import Bookable, Booking

Given = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What somebody needs: from a day to another of the places, between hours when she says some, so many.

    `sorts` are those of the kinds, such as rooms; `where` says near what, anywhere when it is empty.
    """

    first: date
    last: date
    from_hour: time | None = None
    to_hour: time | None = None
    units: int = 1
    where: Wanted = field(default_factory=Wanted)
    sorts: frozenset[str] = frozenset()

    def is_within(self, start: datetime, end: datetime) -> bool:
        """Whether a stretch, on the clock of its place, lies inside the days and hours."""
        if not self.first <= start.date() <= end.date() <= self.last:
            return False
        return (self.from_hour is None or start.time() >= self.from_hour) and (
            self.to_hour is None or end.time() <= self.to_hour
        )


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One way to have it: when, the slots it would take, and what its kind must be told to book it."""

    starts_at: datetime
    ends_at: datetime
    slots: range
    given: Given


@dataclass(frozen=True, kw_only=True)
class Free:
    """Something of which `left` units are free for each of the `choices`; the bookable has its hub loaded.

    `endpoint` and `values` are its page. Who may book it, and who waits for it, is not the kind's to say.
    """

    sort: str
    bookable: Bookable
    title: str
    place: str
    left: int
    endpoint: str
    values: dict[str, Any]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One thing to book: `given` is what its kind understands; the organisation is None for the only one."""

    bookable_id: int
    given: Given
    units: int = 1
    organisation_id: int | None = None
    despite_overlap: bool = False
    join_waiting_list: bool = False


class Book(Protocol):
    """The kind's own booking verb, with all its rules. Raises NotFound when `given` makes no sense."""

    def __call__(self, db: Session, asked: Asked, *, person: Person, now: datetime) -> Booking: ...


class Find(Protocol):
    """What is free, in a constant number of statements."""

    def __call__(self, db: Session, sought: Sought, *, now: datetime) -> list[Free]: ...


def nothing_to_prepare(_db: Session, _bookable_id: int, _slots: range) -> None:
    """The ledger knows already what serves in those slots."""


@dataclass(frozen=True, kw_only=True)
class Basketing:
    """`sorts`: what it is called where one chooses what to look for, by their names in an address.

    `prepare` is called under the bookable's lock before units are kept in some slots.
    """

    sorts: Mapping[str, LazyString]
    find: Find
    book: Book
    prepare: Callable[[Session, int, range], None] = nothing_to_prepare

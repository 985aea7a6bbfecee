"""What people are told about a bookable, or about one booking of it, whatever its kind."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from .models import Bookable, Booking
from .periods import Wanted

Moments = tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One bookable in words, or one booking of it. `periods` are aware UTC starts and ends, none for a
    bookable without a date of its own; `endpoint` and `values` its page, `manage_…` the one of its staff.
    `most_periods` is how many it had before it became shorter. `period_names` say what
    several periods are, such as a pick-up and a return; `lends`: people have it rather than come; `meets`:
    they meet somebody alone. `own_endpoint` is the page its kind has about one booking; it takes the
    `reference`; so does `papers_endpoint`, that of her papers."""

    title: str
    hub_id: int
    hub_name: str
    hub_email: str
    hub_phone: str | None
    time_zone: str
    periods: Moments
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
    period_names: tuple[str, ...] = ()
    lends: bool = False
    meets: bool = False
    own_endpoint: str = ""
    papers_endpoint: str = ""

    @property
    def told_periods(self) -> list[tuple[int, datetime, datetime, bool]]:
        """Number, start, end, and whether it still stands: calendars must forget a period that went.

        One that went is told at the time of the last that stands.
        """
        stand = [(number, *period, True) for number, period in enumerate(self.periods, start=1)]
        went = range(len(self.periods) + 1, self.most_periods + 1)
        return stand + [(number, *self.periods[-1], False) for number in went]

    @property
    def named_periods(self) -> list[tuple[str, datetime, datetime]]:
        """What each of its periods is called, its start and end; nameless when there are not as many."""
        names = (
            self.period_names if len(self.period_names) == len(self.periods) else ("",) * len(self.periods)
        )
        return [(name, *period) for name, period in zip(names, self.periods, strict=True)]

    @property
    def starts_at(self) -> datetime:
        return self.periods[0][0]

    @property
    def ends_at(self) -> datetime:
        return self.periods[-1][1]


Describe = Callable[[Session, Iterable[int]], dict[int, Facts]]


def whole(_facts: Facts, starts_at: datetime, ends_at: datetime) -> Moments:
    """Somebody who books is there from the start to the end."""
    return ((starts_at, ends_at),)


def never_held_back(_db: Session, _booking: Booking) -> None:
    """Whatever was booked can be given up."""


def as_the_bookable(_db: Session, told: dict[int, Facts]) -> dict[int, Facts]:
    """Where a booking takes place is where its bookable is."""
    return told


def takes_nothing_along(_db: Session, _bookable: Bookable, _slots: range) -> Sequence[Wanted]:
    """A booking takes its own units, and nothing else."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Telling:
    """How a kind is told. `describe` gives the facts of its bookables by id, in a constant number of
    statements. What has no date of its own says in `moments` what a booking's period means: a loan, its
    pick-up and its return. `occupies`: who books is there and nowhere else meanwhile. `check_cancel(db,
    booking)` raises what keeps a booking of it from being cancelled, such as things that are still out.
    `takes_along(db, bookable, slots)`: what else of the ledger a booking takes, such as an expert's time.
    `tell_bookings(db, told)`: the facts of bookings by id with what differs from one to another, such as
    where; a constant number of statements."""

    describe: Describe
    moments: Callable[[Facts, datetime, datetime], Moments] = whole
    occupies: bool = True
    check_cancel: Callable[[Session, Booking], None] = never_held_back
    takes_along: Callable[[Session, Bookable, range], Sequence[Wanted]] = takes_nothing_along
    tell_bookings: Callable[[Session, dict[int, Facts]], dict[int, Facts]] = as_the_bookable


_told_by: dict[str, Telling] = {}


def register_telling(kind: str, telling: Telling) -> None:
    """Called once by each kind when it is loaded."""
    _told_by[kind] = telling


def registered_kinds() -> tuple[str, ...]:
    return tuple(_told_by)


def check_cancel(db: Session, booking: Booking, bookable: Bookable) -> None:
    """Raises what its kind says when the booking cannot be cancelled."""
    if telling := _told_by.get(bookable.kind):
        telling.check_cancel(db, booking)


def what_goes_along(db: Session, bookable: Bookable, slots: range) -> Sequence[Wanted]:
    """What else a booking of it takes over those slots."""
    telling = _told_by.get(bookable.kind)
    return telling.takes_along(db, bookable, slots) if telling else ()


def kinds_that_occupy() -> list[str]:
    """Those whose bookings keep a person from being elsewhere."""
    return [kind for kind, telling in _told_by.items() if telling.occupies]


def describe_all(db: Session, kinds_and_ids: Iterable[tuple[str, int]]) -> dict[int, Facts]:
    """The facts of bookables of any kinds, by id."""
    by_kind: dict[str, set[int]] = {}
    for kind, bookable_id in kinds_and_ids:
        by_kind.setdefault(kind, set()).add(bookable_id)
    facts: dict[int, Facts] = {}
    for kind, ids in by_kind.items():
        facts |= _told_by[kind].describe(db, sorted(ids))
    return facts


def describe_bookings(db: Session, bookings: Sequence[Booking]) -> dict[int, Facts]:
    """The facts of bookings, by their id, at their own periods; their bookables are loaded."""
    told = describe_all(db, [(booking.bookable.kind, booking.bookable_id) for booking in bookings])
    by_kind: dict[str, dict[int, Facts]] = {}
    for booking in bookings:
        facts = during(told[booking.bookable_id], booking.bookable, booking.starts_at, booking.ends_at)
        by_kind.setdefault(booking.bookable.kind, {})[booking.id] = facts
    found: dict[int, Facts] = {}
    for kind, of_kind in by_kind.items():
        found |= _told_by[kind].tell_bookings(db, of_kind)
    return found


def describe_booking(db: Session, booking: Booking) -> Facts:
    """The facts of one booking; its bookable is loaded."""
    return describe_bookings(db, [booking])[booking.id]


def during(facts: Facts, bookable: Bookable, starts_at: datetime | None, ends_at: datetime | None) -> Facts:
    """The facts of a bookable over a period; what has dates of its own has no other."""
    if bookable.is_dated or starts_at is None or ends_at is None:
        return facts
    return replace(facts, periods=_told_by[bookable.kind].moments(facts, starts_at, ends_at))

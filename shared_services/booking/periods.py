"""When a booking is for: the dates of its bookable, or those that were asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

ONE_SLOT = range(1)
# The instants that a booking has in common with a bookable that takes place once.
DATES = ("starts_at", "ends_at", "closes_at", "cancel_until")


@dataclass(frozen=True, kw_only=True)
class Period:
    """The slots a booking takes, and what people are told of them, in aware UTC.

    `slots` may hold more than `starts_at`..`ends_at` tells: buffers, the day a kit comes back and is
    checked. It can be asked for, and promoted, until `closes_at`; participants cancel alone until
    `cancel_until`. An instant is None where nothing limits.
    """

    slots: range = ONE_SLOT
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    closes_at: datetime | None = None
    cancel_until: datetime | None = None

    @property
    def dates(self) -> dict[str, datetime | None]:
        return {name: getattr(self, name) for name in DATES}

    def is_closed(self, now: datetime) -> bool:
        """Nothing is booked or promoted for it any more."""
        return self.closes_at is not None and now >= self.closes_at

    def has_started(self, now: datetime) -> bool:
        return self.starts_at is not None and now >= self.starts_at


@dataclass(frozen=True)
class Wanted:
    """So many units of one bookable over its slots; `ready` is what its kind does first, under the lock."""

    bookable_id: int
    slots: range
    units: int = 1
    ready: Callable[[Session], None] | None = field(default=None, compare=False)

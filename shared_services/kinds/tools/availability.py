"""How many units are left on each day. Knows neither the database nor the clock: days are slots."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .days import common


@dataclass(frozen=True)
class Stock:
    """The units that serve, by number; the days when some are away; those when nothing is lent, and why."""

    units: frozenset[int]
    absences: tuple[tuple[int, range], ...] = ()
    closures: tuple[tuple[range, str], ...] = ()

    def in_service(self, days: range) -> dict[int, int]:
        """How many units serve on each of those days; a unit that is away twice is away once."""
        away: dict[int, set[int]] = {}
        for unit, slots in self.absences:
            if unit in self.units:
                for slot in common(slots, days):
                    away.setdefault(slot, set()).add(unit)
        shut = {slot for slots, _reason in self.closures for slot in common(slots, days)}
        return {slot: 0 if slot in shut else len(self.units) - len(away.get(slot, ())) for slot in days}

    def closed(self, days: range) -> dict[int, str]:
        """Why nothing is lent, on the days when nothing is."""
        return {slot: reason for slots, reason in self.closures for slot in common(slots, days)}


@dataclass(frozen=True)
class Availability:
    """What serves and what is taken on each day of a stretch; `taken` has only the days with loans,
    `units` is how many serve when none is away, `closed` why nothing is lent, by day."""

    serving: Mapping[int, int]
    taken: Mapping[int, int] = field(default_factory=dict)
    units: int = 0
    closed: Mapping[int, str] = field(default_factory=dict)

    def left(self, slot: int) -> int:
        """Never below nothing, whatever was lent before a unit broke."""
        return max(0, self.serving.get(slot, 0) - self.taken.get(slot, 0))

    def left_over(self, slots: range) -> int:
        """How many units are left on the fullest of those days."""
        return min((self.left(slot) for slot in slots), default=0)


def nearest(starts: range, wanted: int) -> Iterator[int]:
    """The days of `starts` from the nearest of `wanted` on: the day before comes before the day after."""
    return iter(sorted(starts, key=lambda slot: (abs(slot - wanted), slot)))

"""Free slots, worked out at once from all that is known. Reads neither database nor clock.

Time is counted in quarter hours since 1970 UTC, the slots of the ledger. What is typed on a clock is put
on that line day by day: twice a year a local hour does not exist or comes twice, and then a stretch only
begins once it has surely begun and ends before it may have ended.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared_services.booking.operations.staff_time import QUARTER_HOUR, quarter_hours

MINUTES = 15
HALF_HOUR = 2  # in quarter hours: appointments begin every half hour, or as often as the shortest ones

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Some hours of every `weekday`, from `first_on` to `last_on`; None is for ever."""

    weekday: int
    starts: time
    ends: time
    first_on: date
    last_on: date | None
    time_zone: str

    def on(self, day: date) -> Stretch | None:
        is_valid = self.first_on <= day and (self.last_on is None or day <= self.last_on)
        if day.weekday() != self.weekday or not is_valid:
            return None
        return stretch_of(day, self.starts, self.ends, self.time_zone)


@dataclass(frozen=True, kw_only=True)
class OtherDay:
    """What stands for one day instead of its week: these stretches of it, none when she is off."""

    time_zone: str
    hours: tuple[tuple[time, time], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Known:
    """All that is known of one person: her hours, what takes her time. `taken` are slots of the ledger."""

    hours: Sequence[Hours] = ()
    other_days: Mapping[date, OtherDay] = field(default_factory=dict)
    away: Sequence[Stretch] = ()
    taken: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An appointment that is wished for: its length and the time around it, in minutes."""

    minutes: int
    before: int = 0
    after: int = 0
    earliest: datetime
    latest: datetime
    holidays: frozenset[date] = frozenset()

    def slots(self, start: int) -> range:
        """What an appointment at that slot takes, the time around it included."""
        length = _slots_in(self.minutes)
        return range(start - _slots_in(self.before), start + length + _slots_in(self.after))


def free_starts(known: Known, asked: Asked) -> list[datetime]:
    """When such an appointment could begin, the soonest first."""
    length = _slots_in(asked.minutes)
    step = min(length, HALF_HOUR)
    taken = known.taken | busy_slots(known.away, asked)
    found = []
    for run in _runs(working_slots(known, asked)):
        for start in range(run.start, run.stop - length + 1, step):
            at = instant_of(start)
            if asked.earliest <= at <= asked.latest and taken.isdisjoint(asked.slots(start)):
                found.append(at)
    return found


def working_slots(known: Known, asked: Asked) -> set[int]:
    """The quarter hours of her working time between the bounds, whatever takes them."""
    found: set[int] = set()
    day = asked.earliest.astimezone(UTC).date() - timedelta(days=1)  # yesterday here is today elsewhere
    last = asked.latest.astimezone(UTC).date() + timedelta(days=1)
    while day <= last:
        for start, end in _stretches_of(known, day, is_holiday=day in asked.holidays):
            found.update(_whole_quarters(start, end))
        day += timedelta(days=1)
    return found


def busy_slots(stretches: Iterable[Stretch], asked: Asked) -> frozenset[int]:
    """The quarter hours that those stretches touch, as far as an appointment could meet them."""
    margin = timedelta(days=1)
    first, last = asked.earliest - margin, asked.latest + margin
    found: set[int] = set()
    for start, end in stretches:
        if start < last and end > first:
            found.update(quarter_hours(max(start, first), min(end, last)))
    return frozenset(found)


def stretch_of(day: date, starts: time, ends: time, zone: str) -> Stretch | None:
    """Those hours of that day, as sure as the clock is; None when nothing of them is left."""
    start, end = max(_readings(day, starts, zone)), min(_readings(day, ends, zone))
    return (start, end) if start < end else None


def instant_of(slot: int) -> datetime:
    return datetime.fromtimestamp(slot * QUARTER_HOUR, UTC)


def slot_at(instant: datetime) -> int:
    return int(instant.timestamp()) // QUARTER_HOUR


def _stretches_of(known: Known, day: date, *, is_holiday: bool) -> Iterator[Stretch]:
    """A day she named stands as she said, holiday or not."""
    other = known.other_days.get(day)
    if other is not None:
        found = (stretch_of(day, starts, ends, other.time_zone) for starts, ends in other.hours)
    elif is_holiday:
        return
    else:
        found = (hours.on(day) for hours in known.hours)
    yield from (stretch for stretch in found if stretch is not None)


def _readings(day: date, hour: time, zone: str) -> list[datetime]:
    """The one instant of a local hour; both, when it comes twice or is jumped over."""
    return [datetime.combine(day, hour.replace(fold=fold), ZoneInfo(zone)).astimezone(UTC) for fold in (0, 1)]


def _whole_quarters(start: datetime, end: datetime) -> range:
    """The quarter hours that lie wholly inside."""
    return range(-(-int(start.timestamp()) // QUARTER_HOUR), int(end.timestamp()) // QUARTER_HOUR)


def _slots_in(minutes: int) -> int:
    return -(-minutes // MINUTES)


def _runs(slots: Iterable[int]) -> Iterator[range]:
    """Slots that follow each other without a gap."""
    start = before = None
    for slot in sorted(slots):
        if before is None or slot != before + 1:
            if start is not None and before is not None:
                yield range(start, before + 1)
            start = slot
        before = slot
    if start is not None and before is not None:
        yield range(start, before + 1)

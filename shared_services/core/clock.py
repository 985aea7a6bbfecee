"""The only place that reads the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_stopped: list[datetime] = []


def now() -> datetime:
    """The present instant, aware UTC, to the microsecond."""
    return _stopped[-1] if _stopped else datetime.now(UTC)


@contextmanager
def stopped(at: datetime) -> Iterator[None]:
    """Stop the clock of this process at `at` (aware) for a `tick --at` or a test."""
    if at.tzinfo is None:
        raise ValueError("the clock only stops at an aware instant")
    _stopped.append(at.astimezone(UTC))
    try:
        yield
    finally:
        _stopped.pop()

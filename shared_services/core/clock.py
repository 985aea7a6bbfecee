"""The only place that reads the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_stopped_at: datetime | None = None


def now() -> datetime:
    """The present instant, aware UTC, to the microsecond."""
    return _stopped_at or datetime.now(UTC)


@contextmanager
def stopped(at: datetime) -> Iterator[None]:
    """Stop the clock of this process at `at` (aware) for a `tick --at` or a test."""
    global _stopped_at
    if at.tzinfo is None:
        raise ValueError("the clock only stops at an aware instant")
    before, _stopped_at = _stopped_at, at.astimezone(UTC)
    try:
        yield
    finally:
        _stopped_at = before

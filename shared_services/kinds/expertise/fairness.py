"""Whose turn it is in a pool: the least booked over the last thirty days, then the longest idle."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from .models import Expert

LOOKED_BACK = timedelta(days=30)
NEVER = datetime.min.replace(tzinfo=UTC)


def whose_turn(experts: Sequence[Expert], booked: Mapping[int, tuple[int, datetime | None]]) -> Expert:
    """Of those who are free: `booked` says minutes booked since `LOOKED_BACK`, and when the last was."""

    def rank(expert: Expert) -> tuple[int, datetime, int]:
        minutes, last = booked[expert.id]
        return minutes, last or NEVER, expert.id

    return min(experts, key=rank)

"""How long a place is kept for an answer."""

from datetime import datetime, timedelta

from .periods import Period

LONGEST_OFFER = timedelta(hours=48)
NO_TIME_TO_ASK = timedelta(hours=24)
APPROVAL = timedelta(days=5)


def offer_deadline(period: Period, now: datetime) -> datetime | None:
    """Until when a freed place is offered: 48 h, or a quarter of the time left before the start.

    None in the last 24 hours: there is no time to ask, the place is given at once.
    """
    if period.starts_at is None:
        return now + LONGEST_OFFER
    left = period.starts_at - now
    if left <= NO_TIME_TO_ASK:
        return None
    deadline = now + min(LONGEST_OFFER, left / 4)
    return min(deadline, period.closes_at) if period.closes_at else deadline


def approval_deadline(period: Period, now: datetime) -> datetime:
    """Until when the hub may answer a request: five days, and never past the start."""
    deadline = now + APPROVAL
    return min(deadline, period.starts_at) if period.starts_at else deadline

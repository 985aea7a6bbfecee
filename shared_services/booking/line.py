"""Where the waiting list stands: who holds others up, and what keeps a turn from coming."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.core.errors import DomainError

from . import ledger
from .errors import Full, GroupWaitsTogether
from .models import Bookable
from .sharing import quotas, shares
from .waiting import Turn, list_turns


def is_waited_for(db: Session, bookable: Bookable, slots: range, *, now: datetime) -> bool:
    """Whether somebody waits for one of those slots and may not be overtaken."""
    return any(
        turn.holds_others_up
        and not turn.period.is_closed(now)
        and overlap(turn.slots, slots)
        and what_bars(db, bookable, turn, now=now) is None
        for turn in list_turns(db, bookable)
    )


def what_bars(db: Session, bookable: Bookable, turn: Turn, *, now: datetime) -> DomainError | None:
    """What keeps a turn from being served, even with a place free: her share, or a quota.

    Those whom the hub added wait for a place only.
    """
    if turn.added_by_staff:
        return None
    forbidden = quotas.what_forbids(
        db, bookable, turn.person_ids, turn.organisation_id, period=turn.period, now=now
    )
    if forbidden:
        return next(iter(forbidden.values()))
    try:
        shares.check_share(db, bookable, turn.organisation_id, turn.slots, turn.units, now=now)
    except Full as error:
        return error
    return None


def why_not_served(db: Session, bookable: Bookable, turn: Turn, *, now: datetime) -> DomainError | None:
    """What to tell who waits although places are free; None when she only waits for her turn."""
    left = ledger.units_left(db, bookable, turn.slots)
    if left <= 0:
        return None
    if left < turn.units and not turn.holds_others_up:
        return GroupWaitsTogether(people=turn.units, left=left)
    return what_bars(db, bookable, turn, now=now)


def overlap(one: range, other: range) -> bool:
    return one[0] <= other[-1] and other[0] <= one[-1]

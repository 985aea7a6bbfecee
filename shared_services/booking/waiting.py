"""Who waits for a bookable, and in which order freed places are offered: the rule people are told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from shared_services.network.models import WaitingRule

from .models import HOLDING, Bookable, Booking, BookingStatus
from .periods import Period


@dataclass(frozen=True)
class Turn:
    """Those whose turn comes together: one booking, or all those of a group that stays together."""

    bookings: tuple[Booking, ...]

    @property
    def units(self) -> int:
        return sum(booking.units for booking in self.bookings)

    @property
    def period(self) -> Period:
        return self.bookings[0].period

    @property
    def slots(self) -> range:
        return self.bookings[0].slots

    @property
    def organisation_id(self) -> int | None:
        return self.bookings[0].organisation_id

    @property
    def person_ids(self) -> list[int]:
        return [booking.person_id for booking in self.bookings]

    @property
    def holds_others_up(self) -> bool:
        """A group that insists on coming together lets single places go to those behind it."""
        return not self.bookings[0].stays_together

    @property
    def added_by_staff(self) -> bool:
        return all(booking.approved_at is not None for booking in self.bookings)


def list_turns(db: Session, bookable: Bookable) -> list[Turn]:
    """Who waits, in the order in which freed places are offered: the bookable's waiting rule."""
    return _turns(db, [bookable])[bookable.id]


def list_waiting(db: Session, bookable: Bookable) -> list[Booking]:
    """The bookings that wait, in that order."""
    return waiting_lists(db, [bookable])[bookable.id]


def waiting_lists(db: Session, bookables: Iterable[Bookable]) -> dict[int, list[Booking]]:
    """The waiting list of each bookable, by id, in the order of its rule; two statements for all."""
    return {
        bookable_id: [booking for turn in turns for booking in turn.bookings]
        for bookable_id, turns in _turns(db, bookables).items()
    }


def _turns(db: Session, bookables: Iterable[Bookable]) -> dict[int, list[Turn]]:
    rules = {bookable.id: bookable.waiting_rule for bookable in bookables}
    waiting = (
        select(Booking)
        .where(Booking.bookable_id.in_(rules), Booking.status == BookingStatus.WAITLISTED)
        .options(joinedload(Booking.group))
        .order_by(Booking.asked_at, Booking.id)
    )
    together: dict[int, dict[tuple[str, int], list[Booking]]] = {bookable_id: {} for bookable_id in rules}
    for booking in db.scalars(waiting):
        key = ("group", booking.group_id or 0) if booking.stays_together else ("booking", booking.id)
        together[booking.bookable_id].setdefault(key, []).append(booking)
    lists = {id_: [Turn(tuple(found)) for found in turns.values()] for id_, turns in together.items()}
    fair = [id_ for id_, rule in rules.items() if rule == WaitingRule.NEW_ORGANISATIONS_FIRST and lists[id_]]
    served = _organisations_served(db, fair) if fair else {}
    for id_ in fair:
        lists[id_] = _new_organisations_first(lists[id_], served.get(id_, set()))
    return lists


def _organisations_served(db: Session, bookable_ids: Sequence[int]) -> dict[int, set[int]]:
    rows = db.execute(
        select(Booking.bookable_id, Booking.organisation_id)
        .where(
            Booking.bookable_id.in_(bookable_ids),
            Booking.status.in_(HOLDING),
            Booking.organisation_id.is_not(None),
        )
        .distinct()
    )
    served: dict[int, set[int]] = {}
    for bookable_id, organisation_id in rows:
        served.setdefault(bookable_id, set()).add(organisation_id or 0)
    return served


def _new_organisations_first(turns: list[Turn], served: set[int]) -> list[Turn]:
    """The first of each organisation that has nobody in yet, then the others; each in order of asking."""
    seen = set(served)
    first: list[Turn] = []
    then: list[Turn] = []
    for turn in turns:
        is_new = turn.organisation_id is not None and turn.organisation_id not in seen
        (first if is_new else then).append(turn)
        if turn.organisation_id is not None:
            seen.add(turn.organisation_id)
    return first + then


def ranks_of(db: Session, bookings: Sequence[Booking]) -> dict[int, int]:
    """Rank from 1 of each of those bookings that waits, by its id; their bookables are loaded."""
    bookables = {b.bookable_id: b.bookable for b in bookings if b.status == BookingStatus.WAITLISTED}
    return {
        booking.id: rank
        for waiting in waiting_lists(db, bookables.values()).values()
        for rank, booking in enumerate(waiting, start=1)
    }


def find_rank(db: Session, booking: Booking, bookable: Bookable) -> int | None:
    """Rank on the waiting list, from 1; None when the person does not wait."""
    ids = [waiting.id for waiting in list_waiting(db, bookable)]
    return ids.index(booking.id) + 1 if booking.id in ids else None

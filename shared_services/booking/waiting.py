"""Who waits for a bookable, and in which order freed places are offered: the rule people are told."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared_services.network.models import WaitingRule

from .models import HOLDING, Bookable, Booking, BookingStatus


def list_waiting(db: Session, bookable: Bookable) -> list[Booking]:
    """Who waits, in the order in which freed places are offered: the bookable's waiting rule."""
    return waiting_lists(db, [bookable])[bookable.id]


def waiting_lists(db: Session, bookables: Iterable[Bookable]) -> dict[int, list[Booking]]:
    """The waiting list of each bookable, by id, in the order of its rule; two statements for all."""
    rules = {bookable.id: bookable.waiting_rule for bookable in bookables}
    lists: dict[int, list[Booking]] = {bookable_id: [] for bookable_id in rules}
    waiting = select(Booking).where(
        Booking.bookable_id.in_(rules), Booking.status == BookingStatus.WAITLISTED
    )
    for booking in db.scalars(waiting.order_by(Booking.asked_at, Booking.id)):
        lists[booking.bookable_id].append(booking)
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


def _new_organisations_first(waiting: list[Booking], served: set[int]) -> list[Booking]:
    """The first of each organisation that has nobody in yet, then the others; each in order of asking."""
    seen = set(served)
    first: list[Booking] = []
    then: list[Booking] = []
    for booking in waiting:
        is_new = booking.organisation_id is not None and booking.organisation_id not in seen
        (first if is_new else then).append(booking)
        if booking.organisation_id is not None:
            seen.add(booking.organisation_id)
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

"""Whether a date that needs a minimum of people stands."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from .. import messages, queries
from ..errors import NothingToDecide
from ..models import Bookable, BookableStatus, Verdict
from .promote import promote_next


def settle_minimum(db: Session, bookable_id: int, *, now: datetime) -> Verdict | None:
    """Decide once, from `decides_at` on: enough confirmed people and it stands, else its hub is asked.

    Only confirmed bookings count: a request or an offered place may still come to nothing. None when there
    is nothing to decide, or it was done.
    """
    bookable = queries.lock_bookables(db, [bookable_id])[bookable_id]
    if not is_due(bookable, now=now):
        return None
    confirmed = queries.count_confirmed(db, bookable.id)
    if confirmed >= (bookable.minimum or 0):
        _let_stand(db, bookable, confirmed=confirmed, by=None, now=now)
        return Verdict.GO
    bookable.verdict = Verdict.ASKED
    audit.record(db, bookable, "minimum_missed", by=None, now=now, details=_figures(bookable, confirmed))
    messages.post_minimum_missed(db, bookable, now=now)
    return Verdict.ASKED


def let_stand(db: Session, bookable_id: int, *, by: Person, now: datetime) -> Bookable:
    """The hub keeps a date whatever the number of people. Raises NothingToDecide."""
    bookable = queries.lock_bookables(db, [bookable_id])[bookable_id]
    if (
        bookable.status != BookableStatus.SCHEDULED
        or not bookable.is_undecided
        or has_begun(bookable, now=now)
    ):
        raise NothingToDecide
    _let_stand(db, bookable, confirmed=queries.count_confirmed(db, bookable.id), by=by, now=now)
    return bookable


def is_due(bookable: Bookable, *, now: datetime) -> bool:
    return (
        bookable.status == BookableStatus.SCHEDULED
        and bookable.verdict is None
        and bookable.decides_at is not None
        and bookable.decides_at <= now
        and not has_begun(bookable, now=now)
    )


def has_begun(bookable: Bookable, *, now: datetime) -> bool:
    """Nothing is decided any more: a scheduler that was down must not cancel what took place."""
    return bookable.starts_at is not None and now >= bookable.starts_at


def _let_stand(db: Session, bookable: Bookable, *, confirmed: int, by: Person | None, now: datetime) -> None:
    """Tell everybody with a live booking, and serve those who waited for the answer."""
    bookable.verdict = Verdict.GO
    audit.record(db, bookable, "maintained", by=by, now=now, details=_figures(bookable, confirmed))
    messages.post_to_all(db, "maintained", bookable, now=now)
    promote_next(db, bookable, now=now)


def _figures(bookable: Bookable, confirmed: int) -> dict[str, int | None]:
    return {"confirmed": confirmed, "minimum": bookable.minimum}

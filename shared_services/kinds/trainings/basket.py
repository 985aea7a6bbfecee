"""Sessions with seats left over some days, and booking one from a basket."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.basketing import Asked, Basketing, Choice, Free, Sought
from shared_services.booking.models import Booking
from shared_services.booking.periods import ONE_SLOT
from shared_services.catalogue.search import answering
from shared_services.core.i18n import _l
from shared_services.core.local_time import to_local

from . import queries
from .models import TrainingSession
from .operations import book_session

SORT = "trainings"


def find_free(db: Session, sought: Sought, *, now: datetime) -> list[Free]:
    """The sessions that take place within those days and hours, with seats left; one statement."""
    if SORT not in sought.sorts or sought.units > 1:  # one person takes one seat
        return []
    rows = queries.list_open_between(
        db, answering(sought.where), first=sought.first, last=sought.last, now=now
    )
    return [_free(session, left) for session, left in rows if left > 0 and sought.is_within(*_hours(session))]


def _hours(session: TrainingSession) -> tuple[datetime, datetime]:
    """From its beginning to its end, on the clock of the place."""
    period = session.period
    if period.starts_at is None or period.ends_at is None:
        raise TypeError(f"session {session.id} has no dates")
    return to_local(period.starts_at, session.time_zone), to_local(period.ends_at, session.time_zone)


def _free(session: TrainingSession, left: int) -> Free:
    starts_at, ends_at = _hours(session)
    offer = session.offer
    return Free(
        sort=SORT,
        bookable=session,
        title=offer.title if offer else "",
        place=", ".join(part for part in (session.place_name, session.address) if part),
        left=left,
        endpoint="trainings.show_session",
        values={"session_id": session.id},
        choices=(Choice(starts_at=starts_at, ends_at=ends_at, slots=ONE_SLOT, given={}),),
    )


def book(db: Session, asked: Asked, *, person: Person, now: datetime) -> Booking:
    """One seat; see book_session for what refuses it."""
    return book_session(
        db,
        asked.bookable_id,
        person=person,
        by=person,
        organisation_id=asked.organisation_id,
        join_waiting_list=asked.join_waiting_list,
        despite_overlap=asked.despite_overlap,
        now=now,
    )


BASKET = Basketing(sorts={SORT: _l("Formations")}, find=find_free, book=book)

"""What the page of one booking needs, read in a constant number of statements."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.core.audit import AuditEntry
from shared_services.core.errors import DomainError

from . import messages, queries
from .facts import Facts, describe_booking
from .line import why_not_served
from .models import Bookable, Booking, BookingStatus
from .operations.cancel import is_too_late
from .presence import Presence, tell_presence
from .questions.queries import lacks_answers, list_questions, needs_of
from .waiting import find_rank, list_turns


@dataclass(frozen=True)
class BookingPage:
    """One booking, what it is for, its rank and history, and what can still be done."""

    booking: Booking
    bookable: Bookable
    facts: Facts
    rank: int | None
    history: list[AuditEntry]
    can_cancel: bool
    cancel_until: datetime | None
    can_answer: bool
    has_started: bool
    group: list[Booking]
    why_not_served: DomainError | None
    asks: bool
    lacks_answers: bool
    need: str
    confirmed: int
    presence: Presence | None


def booking_page(db: Session, reference: str, *, now: datetime) -> BookingPage:
    """Raises NotFound."""
    booking = queries.get_booking(db, reference)
    bookable = booking.bookable
    late = is_too_late(booking, now)
    waits = booking.status == BookingStatus.WAITLISTED
    answers = booking.status == BookingStatus.OFFERED and not booking.stays_together
    return BookingPage(
        booking=booking,
        bookable=bookable,
        facts=describe_booking(db, booking),
        rank=find_rank(db, booking, bookable),
        history=queries.list_history(db, booking.id),
        can_cancel=booking.is_live and not answers and (waits or not late),
        cancel_until=messages.cancel_until(booking),
        can_answer=booking.status == BookingStatus.OFFERED
        and booking.expires_at is not None
        and now < booking.expires_at,
        has_started=booking.period.has_started(now),
        group=queries.list_of_group(db, booking.group_id) if booking.group_id else [],
        confirmed=queries.count_confirmed(db, bookable.id),
        presence=tell_presence(db, booking, now=now),
        asks=bool(list_questions(db, bookable.offer_id)),
        lacks_answers=booking.is_live and lacks_answers(db, booking, bookable.offer_id),
        need=needs_of(db, [booking.id]).get(booking.id, ""),
        why_not_served=_why_not_served(db, booking, bookable, now=now) if waits else None,
    )


def _why_not_served(
    db: Session, booking: Booking, bookable: Bookable, *, now: datetime
) -> DomainError | None:
    """What keeps somebody who waits from the places that are free."""
    turns = [turn for turn in list_turns(db, bookable) if booking.id in {b.id for b in turn.bookings}]
    return why_not_served(db, bookable, turns[0], now=now) if turns else None

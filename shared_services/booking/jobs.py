"""What the scheduler does for bookings. One transaction per item: a failure stops none of the others."""

import logging
from datetime import datetime

from shared_services.core.database import read_session, transaction
from shared_services.outbox.queries import list_known_keys

from . import ledger, messages, queries
from .errors import LedgerDiffers
from .operations import end_bookable, expire_place, fill_periods, forget_answers, promote_next
from .reminders import HORIZON, due_reminder, reminder_key

log = logging.getLogger(__name__)


def expire_places(now: datetime) -> int:
    """Pass on the offered and pending places whose deadline has passed."""
    return _expire(queries.list_expired_places(read_session(), now=now), now)


def close_waiting_lists(now: datetime) -> int:
    """Tell those who still wait when bookings close."""
    return _expire(queries.list_waiting_in_vain(read_session(), now=now), now)


def _expire(booking_ids: list[int], now: datetime) -> int:
    done = 0
    for booking_id in booking_ids:
        with transaction() as db:
            done += expire_place(db, booking_id, now=now)
    return done


def offer_free_places(now: datetime) -> int:
    """Offer what became free without anybody acting: kept seats at their date, a quota with time."""
    done = 0
    for bookable_id in queries.list_with_places_to_offer(read_session(), now=now):
        with transaction() as db:
            bookable = queries.lock_bookables(db, [bookable_id])[bookable_id]
            done += promote_next(db, bookable, now=now)
    return done


def end_bookables(now: datetime) -> int:
    """Mark as ended what is over."""
    done = 0
    for bookable_id in queries.list_to_end(read_session(), now=now):
        with transaction() as db:
            done += end_bookable(db, bookable_id, now=now)
    return done


def post_due_reminders(now: datetime) -> int:
    """Enqueue every reminder that is due, still useful, and not yet enqueued."""
    db = read_session()
    due = {}
    for booking in queries.list_starting_within(db, HORIZON, now=now):
        days = due_reminder(booking, now=now)
        if days is not None:
            due[reminder_key(booking, days)] = booking.id
    for key in list_known_keys(db, list(due)):
        del due[key]
    for key, booking_id in due.items():
        with transaction() as db:
            known = queries.find_booking(db, booking_id)
            if known is not None:
                messages.post_reminder(db, known, key=key, now=now)
    return len(due)


def follow_dates(now: datetime) -> int:
    """Give bookings the dates of what they are for, where an older version of the site wrote without them."""
    with transaction() as db:
        return fill_periods(db, now=now)


def forget_files_and_needs(now: datetime) -> int:
    """Delete the files and needs that no longer serve, thirty days after the end."""
    with transaction() as db:
        return forget_answers(db, now=now)


def verify_ledger(now: datetime) -> int:
    """Recount every slot. Raises LedgerDiffers, so that the run shows in red, when one is wrong."""
    differences = ledger.recount(read_session())
    if differences:
        raise LedgerDiffers(f"{len(differences)} slots differ, the first: {differences[0]}")
    return 0

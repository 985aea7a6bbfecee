"""What the scheduler does for the catalogue."""

from datetime import datetime

from shared_services.core.database import read_session, transaction
from shared_services.outbox.queries import list_known_keys

from . import queries
from .models import Offer
from .reports import messages as report_messages
from .reports import operations as reports
from .reports.queries import AGAIN_AFTER, FRESH_FOR, list_unchecked


def ask_whether_still_true(now: datetime) -> int:
    """Enqueue what is due and was not yet asked about offers that nobody checked for long."""
    db = read_session()
    due = {_key(offer, now): offer.id for offer in list_unchecked(db, before=now - FRESH_FOR)}
    for key in list_known_keys(db, list(due)):
        del due[key]
    for key, offer_id in due.items():
        with transaction() as db:
            report_messages.post_freshness(db, queries.get_offer(db, offer_id), key=key, now=now)
    return len(due)


def forget_old_reports(now: datetime) -> int:
    """Delete reports a year after they were answered."""
    with transaction() as db:
        return reports.forget_reports(db, now=now)


def _key(offer: Offer, now: datetime) -> str:
    """Unique in the world: an offer, since when nobody said a word, the first or the second time."""
    since = max(offer.updated_at, offer.checked_at or offer.updated_at)
    time = 2 if now - since >= FRESH_FOR + AGAIN_AFTER else 1
    return f"offer_to_check:{offer.id}:{since.isoformat()}:{time}"

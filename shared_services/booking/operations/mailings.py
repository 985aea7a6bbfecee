"""A manager writes to the people of a date."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from .. import messages, queries
from ..mailing.errors import NobodyToWriteTo
from ..mailing.models import Mailing
from ..models import BookingStatus


@dataclass(frozen=True)
class Words:
    """What is written and to whom: everybody whose booking is in one of `statuses`."""

    subject: str
    body: str
    statuses: Collection[BookingStatus]


def send_mailing(
    db: Session, bookable_id: int, words: Words, *, nonce: str, by: Person, now: datetime
) -> Mailing:
    """One message a person, in the outbox; the same `nonce` again gives what was sent the first time.

    Raises NotFound, NobodyToWriteTo.
    """
    bookable = queries.lock_bookables(db, [bookable_id])[bookable_id]
    sent = queries.find_mailing(db, nonce)
    if sent is not None:
        return sent
    bookings = queries.list_with_statuses(db, bookable_id, words.statuses)
    if not bookings:
        raise NobodyToWriteTo
    mailing = Mailing(
        bookable_id=bookable_id,
        sent_by_id=by.id,
        nonce=nonce,
        subject=words.subject,
        body=words.body,
        statuses=",".join(sorted(status.value for status in words.statuses)),
        recipients=len({booking.person_id for booking in bookings}),
        sent_at=now,
    )
    db.add(mailing)
    db.flush()  # the keys of the messages need the mailing's id
    for booking in bookings:
        messages.post_mailing(db, mailing, booking, now=now)
    details = {"mailing_id": mailing.id, "recipients": mailing.recipients}
    audit.record(db, bookable, "written_to", by=by, now=now, details=details)
    return mailing

"""Asking a hub to look again at the absences it counts, and its answer."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.queries import lock_person
from shared_services.core import audit

from ..no_shows import counting as no_shows
from ..no_shows import messages as no_show_messages
from ..no_shows.errors import NothingToReview, ReviewAnswered
from ..no_shows.models import NoShowReview


def ask_review(db: Session, hub_id: int, text: str, *, by: Person, now: datetime) -> NoShowReview:
    """Once for what the hub counts of her, when it asks for its agreement. Raises NothingToReview."""
    lock_person(db, by.id)  # asked twice at once, it is asked once
    missed = no_shows.list_no_shows(db, hub_id, by.id, now=now)
    hers = no_shows.count_no_shows(db, hub_id, [by.id], now=now).get(by.id)
    latest = no_shows.find_latest_review(db, hub_id, by.id)
    if hers is None or not hers.need_approval or not no_shows.can_ask_again(missed, latest):
        raise NothingToReview
    review = NoShowReview(hub_id=hub_id, person_id=by.id, appeal=text, asked_at=now)
    db.add(review)
    db.flush()  # the audit and the message name its number
    audit.record(db, review, "asked", by=by, now=now)
    no_show_messages.post_review_asked(db, review, now=now)
    return review


def answer_review(
    db: Session, review_id: int, *, accept: bool, answer: str, by: Person, now: datetime
) -> NoShowReview:
    """Those absences no longer count, or they still do; she reads why. Raises ReviewAnswered."""
    review = no_shows.lock_review(db, review_id)
    if review.answered_at is not None:
        raise ReviewAnswered
    review.answered_by_id, review.answered_at = by.id, now
    review.is_accepted, review.answer = accept, answer
    audit.record(db, review, "accepted" if accept else "kept", by=by, now=now, reason=answer)
    no_show_messages.post_review_answered(db, review, now=now)
    return review

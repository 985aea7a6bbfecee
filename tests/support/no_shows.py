"""Dates that somebody missed, for tests."""

from datetime import date
from typing import Any

from shared_services.booking.models import Booking
from shared_services.booking.operations import answer_review, ask_review, record_attendance
from shared_services.core.database import transaction

from .bookings import book, do
from .makers import make_offer, make_person, make_session

DAYS = (date(2027, 1, 12), date(2027, 1, 19), date(2027, 1, 26))


def miss(hub: Any, person: Any, *, on: date = DAYS[0]) -> Booking:
    """She books another training of the hub and does not come."""
    session = make_session(make_offer(hub), starts_on=on)
    booking = book(session, person, staff_adds=True)
    do(record_attendance, booking, attended=False, by=make_person(), now=session.ends_at)
    return booking


def ask(hub: Any, person: Any, *, now: Any, text: str = "Le train était supprimé.") -> Any:
    with transaction() as db:
        return ask_review(db, hub.id, text, by=person, now=now)


def answer(review: Any, *, accept: bool, now: Any, by: Any = None) -> Any:
    with transaction() as db:
        return answer_review(db, review.id, accept=accept, answer="Vu.", by=by or make_person(), now=now)

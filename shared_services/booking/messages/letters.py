"""The letter about a booking, and its calendar file. Words are in templates/mail/booking_*."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.queries import get_person
from shared_services.core import clock
from shared_services.core.calendar import build_calendar
from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.core.signing import sign
from shared_services.network.models import WordedMail
from shared_services.network.queries import list_wordings
from shared_services.outbox.letters import Dropped, Letter

from .. import queries
from ..calendars import events_of
from ..facts import Facts, describe_all, describe_booking
from ..models import Bookable, BookableStatus, Booking, BookingStatus
from ..questions.queries import lacks_answers
from ..waiting import find_rank

CANCEL_LINK = "cancel-booking"


ANSWER_LINK = "answer-offered-place"


MOST_NEXT_DATES = 3


WORDED = {
    "booking_confirmed": WordedMail.CONFIRMED,
    "booking_reminder": WordedMail.REMINDER,
    "booking_cancelled": WordedMail.CANCELLED,
}


NO_LONGER_TRUE = _l("La réservation a changé avant l'envoi.")


def letter_about(db: Session, payload: dict[str, Any], template: str, *, method: str | None) -> Letter:
    """A letter about a booking; the calendar file says REQUEST, CANCEL, or is left out."""
    booking = queries.find_booking(db, payload["booking_id"])
    if booking is None:
        raise Dropped(str(NO_LONGER_TRUE))
    bookable = booking.bookable
    facts = describe_booking(db, booking)
    person = get_person(db, payload.get("person_id", booking.person_id))
    had_a_place = booking.confirmed_at is not None  # else no calendar holds it
    calendar = booking_calendar([(booking, facts)], person, method=method) if method and had_a_place else None
    return Letter(
        template=template,
        facts={
            "booking": booking,
            "bookable": bookable,
            "facts": facts,
            "person": person,
            "zone": facts.time_zone,
            "rank": find_rank(db, booking, bookable),
            "page_url": absolute_url(facts.endpoint, **facts.values),
            "booking_url": absolute_url("booking.show", reference=booking.reference),
            "cancel_url": absolute_url("booking.cancel_by_link", token=sign(CANCEL_LINK, booking.reference)),
            "answer_url": absolute_url("booking.answer_by_link", token=sign(ANSWER_LINK, booking.reference)),
            "catalogue_url": absolute_url("web_catalogue.catalogue"),
            "roster_url": absolute_url(facts.manage_endpoint, **facts.manage_values),
            "map_url": f"https://www.openstreetmap.org/search?{urlencode({'query': facts.place})}",
            "shows_link": booking.status == BookingStatus.CONFIRMED,
            "cancel_until": cancel_until(booking),
            "answers_url": absolute_url("questions.answers", reference=booking.reference)
            if lacks_answers(db, booking, bookable.offer_id)
            else None,
            "papers_url": absolute_url(facts.papers_endpoint, reference=booking.reference)
            if facts.papers_endpoint
            else None,
            "booked_by": _booker(db, booking),
            "own_words": _own_words(db, bookable, template),
            "confirmed": queries.count_confirmed(db, bookable.id) if bookable.minimum else None,
            "next_dates": _next_dates(db, bookable),
            "group": queries.list_of_group(db, booking.group_id) if booking.group_id else [],
            **{name: value for name, value in payload.items() if name not in ("booking_id", "person_id")},
        },
        calendar=calendar,
        calendar_method=method or "REQUEST",
    )


def _next_dates(db: Session, bookable: Bookable) -> list[Facts]:
    """Where somebody could go instead of a date that was cancelled: the next open ones of the same offer."""
    if bookable.status != BookableStatus.CANCELLED or bookable.offer_id is None:
        return []
    now = clock.now()
    coming = [one for one in queries.list_coming(db, [bookable.offer_id], now=now) if not one.is_over(now)]
    facts = describe_all(db, [(one.kind, one.id) for one in coming[:MOST_NEXT_DATES]])
    return [facts[one.id] for one in coming[:MOST_NEXT_DATES]]


def cancel_until(booking: Booking) -> datetime | None:
    """Until when she may cancel alone; None when nothing was said."""
    known = [instant for instant in (booking.cancel_until, booking.free_until) if instant]
    return max(known, default=None)


def _own_words(db: Session, bookable: Bookable, template: str) -> str:
    """The hub's own paragraph in this kind of mail."""
    mail = WORDED.get(template)
    return list_wordings(db, bookable.hub_id).get(mail, "") if mail and bookable.hub_id else ""


def _booker(db: Session, booking: Booking) -> Person | None:
    """Who booked for her, when it was not she."""
    is_hers = booking.booked_by_id == booking.person_id
    return None if is_hers else get_person(db, booking.booked_by_id)


def booking_calendar(told: Iterable[tuple[Booking, Facts]], person: Person, *, method: str) -> bytes:
    """Those bookings in the person's calendar, in one file; `method` is REQUEST or CANCEL."""
    events = [
        event
        for booking, facts in told
        for event in events_of(
            facts,
            person,
            uid=booking.reference,
            url=absolute_url("booking.show", reference=booking.reference),
            stamped_at=booking.booked_at,
            method=method,
        )
    ]
    return build_calendar(events, method=method)


def only_when(db: Session, payload: dict[str, Any], *statuses: BookingStatus) -> None:
    booking = queries.find_booking(db, payload["booking_id"])
    if booking is None or booking.status not in statuses or booking.person_id != payload["person_id"]:
        raise Dropped(str(NO_LONGER_TRUE))


def letter_of_change(db: Session, payload: dict[str, Any], template: str) -> Letter:
    """The calendar is updated for who holds a place; who waits is told without one."""
    booking = queries.find_booking(db, payload["booking_id"])
    if booking is None or not booking.is_live or booking.bookable.status != BookableStatus.SCHEDULED:
        raise Dropped(str(NO_LONGER_TRUE))
    method = "REQUEST" if booking.status == BookingStatus.CONFIRMED else None
    return letter_about(db, payload, template, method=method)


def mailing_letter(db: Session, booking: Booking, *, subject: str, body: str) -> Letter:
    """The words of a manager to one person; her answer goes to the hub."""
    facts = describe_booking(db, booking)
    return Letter(
        template="mailing",
        reply_to=facts.hub_email,
        facts={
            "subject": subject,
            "body": body,
            "person": booking.person,
            "facts": facts,
            "zone": facts.time_zone,
            "booking_url": absolute_url("booking.show", reference=booking.reference),
        },
    )

"""What people are told about their bookings, whatever the kind. Words are in templates/mail/booking_*.

Posting is part of each move; rendering happens at delivery, from facts that are still true.
"""

from collections.abc import Iterable, Sequence
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
from shared_services.network.models import Affiliation, WordedMail
from shared_services.network.notices import post_to_managers
from shared_services.network.queries import get_affiliation, list_referents, list_wordings
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from . import queries
from .calendars import events_of
from .facts import Facts, describe_all, describe_booking, describe_bookings
from .mailing_models import Mailing
from .models import Bookable, BookableStatus, Booking, BookingStatus, Verdict
from .question_queries import lacks_answers
from .reminders import days_left
from .waiting import find_rank

CANCEL_LINK = "cancel-booking"
ANSWER_LINK = "answer-offered-place"
MOST_NEXT_DATES = 3

WORDED = {
    "booking_confirmed": WordedMail.CONFIRMED,
    "booking_reminder": WordedMail.REMINDER,
    "booking_cancelled": WordedMail.CANCELLED,
}
NO_LONGER_TRUE = _l("La réservation a changé avant l'envoi.")


def post_status(
    db: Session,
    booking: Booking,
    bookable: Bookable,
    *,
    now: datetime,
    by: Person | None = None,
    tells_person: bool = True,
) -> None:
    """Tell the person where her booking stands and who did it for her; tell the hub when it has to answer.

    Not `tells_person` where one message tells her of several bookings.
    """
    kind = f"booking_{booking.status.value}"
    db.flush()  # the key needs the booking's id
    place = f"{bookable.id}:{booking.first_slot}"  # moved at once, it is told again
    key = f"{kind}:{booking.id}:{booking.person_id}:{place}:{now.isoformat()}"
    if tells_person:
        _post_to_person(db, kind, booking, key=key, now=now, extra={"done_by": by.name} if by else None)
    if booking.status == BookingStatus.PENDING and bookable.hub_id is not None:
        asked = f"group-{booking.group_id}" if booking.group_id else str(booking.id)  # one message a group
        post_to_managers(
            db,
            bookable.hub_id,
            "booking_to_approve",
            key=f"booking_to_approve:{asked}:{now.isoformat()}",
            payload={"booking_id": booking.id},
            now=now,
        )


def post_colleague_left(
    db: Session, affiliation: Affiliation, handed: Sequence[Booking], *, now: datetime
) -> None:
    """Tell the organisation's referents who left, and which places wait for a colleague."""
    for referent in list_referents(db, affiliation.organisation_id):
        post(
            db,
            "colleague_left",
            recipient=Recipient(referent.email, referent.locale),
            key=f"colleague_left:{affiliation.id}:{referent.id}",
            payload={"affiliation_id": affiliation.id, "booking_ids": [booking.id for booking in handed]},
            now=now,
        )


def post_to_all(
    db: Session,
    change: str,
    bookable: Bookable,
    *,
    now: datetime,
    extra: dict[str, Any] | None = None,
) -> None:
    """Tell everybody with a live booking: `rescheduled`, `capacity_changed`, or `maintained`."""
    for booking in queries.list_live_bookings(db, bookable.id):
        kind = f"booking_{change}"
        _post_to_person(
            db,
            kind,
            booking,
            key=f"{kind}:{booking.id}:{bookable.sequence}",
            now=now,
            extra=extra,
        )


def post_minimum_missed(db: Session, bookable: Bookable, *, now: datetime) -> None:
    """Tell the hub that too few people come: it has to answer, unless the date cancels itself."""
    if bookable.hub_id is not None:
        key = f"minimum_missed:{bookable.id}:{now.isoformat()}"
        payload = {"bookable_id": bookable.id}
        post_to_managers(db, bookable.hub_id, "minimum_missed", key=key, payload=payload, now=now)


def post_group_offered(db: Session, bookings: Sequence[Booking], *, now: datetime) -> None:
    """Ask who booked for a group that stays together: one answer for all of them."""
    first = bookings[0]
    booker = get_person(db, first.booked_by_id)
    post(
        db,
        "booking_group_offered",
        recipient=Recipient(booker.email, booker.locale),
        key=f"booking_group_offered:{first.group_id}:{now.isoformat()}",
        payload={"booking_id": first.id, "person_id": booker.id},
        now=now,
    )


def post_merged(db: Session, booking: Booking, *, before: datetime | None, now: datetime) -> None:
    """Tell a person whom the hub moved to another date: which one it was, and that she may step out."""
    extra = {"before": before.isoformat() if before else None}
    key = f"booking_merged:{booking.id}:{booking.bookable_id}:{now.isoformat()}"
    _post_to_person(db, "booking_merged", booking, key=key, now=now, extra=extra)


def post_replaced(db: Session, booking: Booking, bookable: Bookable, *, now: datetime) -> None:
    """Tell the person whose place goes to somebody else, before it does."""
    extra = {"person_id": booking.person_id}
    key = f"booking_replaced:{booking.id}:{booking.person_id}:{now.isoformat()}"
    _post_to_person(db, "booking_replaced", booking, key=key, now=now, extra=extra)


def post_reminder(db: Session, booking: Booking, *, key: str, now: datetime) -> None:
    """Remind a confirmed person; `key` is what makes this reminder unique in the world."""
    extra = {"starts_at": booking.starts_at.isoformat()}  # type: ignore[union-attr]
    _post_to_person(db, "booking_reminder", booking, key=key, now=now, extra=extra)


def _post_to_person(
    db: Session,
    kind: str,
    booking: Booking,
    *,
    key: str,
    now: datetime,
    extra: dict[str, Any] | None = None,
) -> None:
    person = get_person(db, booking.person_id)
    post(
        db,
        kind,
        recipient=Recipient(person.email, person.locale),
        key=key,
        payload={"booking_id": booking.id, "person_id": person.id, **(extra or {})},
        now=now,
    )


def _render(db: Session, payload: dict[str, Any], template: str, *, method: str | None) -> Letter:
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


def _only_when(db: Session, payload: dict[str, Any], *statuses: BookingStatus) -> None:
    booking = queries.find_booking(db, payload["booking_id"])
    if booking is None or booking.status not in statuses or booking.person_id != payload["person_id"]:
        raise Dropped(str(NO_LONGER_TRUE))


@renders("booking_pending")
def render_pending(db: Session, payload: dict[str, Any]) -> Letter:
    _only_when(db, payload, BookingStatus.PENDING)
    return _render(db, payload, "booking_pending", method=None)


@renders("booking_confirmed")
def render_confirmed(db: Session, payload: dict[str, Any]) -> Letter:
    _only_when(
        db,
        payload,
        BookingStatus.CONFIRMED,
        BookingStatus.ATTENDED,
        BookingStatus.NO_SHOW,
    )
    return _render(db, payload, "booking_confirmed", method="REQUEST")


@renders("booking_waitlisted")
def render_waitlisted(db: Session, payload: dict[str, Any]) -> Letter:
    _only_when(db, payload, BookingStatus.WAITLISTED)
    return _render(db, payload, "booking_waitlisted", method=None)


@renders("booking_offered")
def render_offered(db: Session, payload: dict[str, Any]) -> Letter:
    _only_when(db, payload, BookingStatus.OFFERED)
    return _render(db, payload, "booking_offered", method=None)


@renders("booking_group_offered")
def render_group_offered(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped when the group was answered for; its members are those whose place is still offered."""
    booking = queries.find_booking(db, payload["booking_id"])
    members = queries.list_of_group(db, booking.group_id) if booking and booking.group_id else []
    offered = [member for member in members if member.status == BookingStatus.OFFERED]
    if not offered:
        raise Dropped(str(NO_LONGER_TRUE))
    letter = _render(db, payload | {"booking_id": offered[0].id}, "booking_group_offered", method=None)
    letter.facts["group"] = offered
    return letter


@renders("booking_cancelled")
def render_cancelled(db: Session, payload: dict[str, Any]) -> Letter:
    _only_when(db, payload, BookingStatus.CANCELLED)
    return _render(db, payload, "booking_cancelled", method="CANCEL")


@renders("booking_refused")
def render_refused(db: Session, payload: dict[str, Any]) -> Letter:
    _only_when(db, payload, BookingStatus.REFUSED)
    return _render(db, payload, "booking_refused", method=None)


@renders("booking_replaced")
def render_replaced(db: Session, payload: dict[str, Any]) -> Letter:
    return _render(db, payload, "booking_replaced", method="CANCEL")


@renders("booking_to_approve")
def render_to_approve(db: Session, payload: dict[str, Any]) -> Letter:
    booking = queries.find_booking(db, payload["booking_id"])
    if booking is None or booking.status != BookingStatus.PENDING:
        raise Dropped(str(NO_LONGER_TRUE))
    return _render(db, payload, "booking_to_approve", method=None)


@renders("booking_rescheduled")
def render_rescheduled(db: Session, payload: dict[str, Any]) -> Letter:
    return _render_change(db, payload, "booking_rescheduled")


@renders("booking_maintained")
def render_maintained(db: Session, payload: dict[str, Any]) -> Letter:
    return _render_change(db, payload, "booking_maintained")


@renders("minimum_missed")
def render_minimum_missed(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped when the hub has answered meanwhile."""
    bookable = queries.get_bookable(db, payload["bookable_id"])
    is_cancelled = bookable.status == BookableStatus.CANCELLED
    if bookable.verdict != Verdict.ASKED or is_cancelled != bookable.cancels_itself:
        raise Dropped(str(NO_LONGER_TRUE))
    facts = describe_all(db, [(bookable.kind, bookable.id)])[bookable.id]
    return Letter(
        template="minimum_missed",
        facts={
            "facts": facts,
            "zone": facts.time_zone,
            "minimum": bookable.minimum,
            "confirmed": queries.count_confirmed(db, bookable.id),
            "is_cancelled": is_cancelled,
            "roster_url": absolute_url(facts.manage_endpoint, **facts.manage_values),
        },
    )


@renders("booking_capacity_changed")
def render_capacity_changed(db: Session, payload: dict[str, Any]) -> Letter:
    return _render_change(db, payload, "booking_capacity_changed")


def _render_change(db: Session, payload: dict[str, Any], template: str) -> Letter:
    """The calendar is updated for who holds a place; who waits is told without one."""
    booking = queries.find_booking(db, payload["booking_id"])
    if booking is None or not booking.is_live or booking.bookable.status != BookableStatus.SCHEDULED:
        raise Dropped(str(NO_LONGER_TRUE))
    method = "REQUEST" if booking.status == BookingStatus.CONFIRMED else None
    return _render(db, payload, template, method=method)


@renders("booking_merged")
def render_merged(db: Session, payload: dict[str, Any]) -> Letter:
    letter = _render_change(db, payload, "booking_merged")
    if payload["before"]:
        letter.facts["before"] = datetime.fromisoformat(payload["before"])
    return letter


@renders("booking_reminder")
def render_reminder(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped when cancelled or moved meanwhile: the new date has its own reminder."""
    _only_when(db, payload, BookingStatus.CONFIRMED)
    letter = _render(db, payload, "booking_reminder", method="REQUEST")
    if letter.facts["facts"].starts_at.isoformat() != payload["starts_at"]:
        raise Dropped(str(NO_LONGER_TRUE))
    booking = queries.find_booking(db, payload["booking_id"])
    letter.facts["days_left"] = days_left(booking, now=clock.now()) if booking else 0
    return letter


def post_mailing(db: Session, mailing: Mailing, booking: Booking, *, now: datetime) -> None:
    """What a manager wrote, once a person however often it is sent."""
    key = f"mailing:{mailing.id}:{booking.person_id}"
    _post_to_person(db, "mailing", booking, key=key, now=now, extra={"mailing_id": mailing.id})


@renders("mailing")
def render_mailing(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped when the person has no booking there any more."""
    booking = queries.find_booking(db, payload["booking_id"])
    gone = (BookingStatus.CANCELLED, BookingStatus.REFUSED)
    if booking is None or booking.status in gone or booking.person_id != payload["person_id"]:
        raise Dropped(str(NO_LONGER_TRUE))
    mailing = db.get_one(Mailing, payload["mailing_id"])
    return mailing_letter(db, booking, subject=mailing.subject, body=mailing.body)


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


@renders("colleague_left")
def render_colleague_left(db: Session, payload: dict[str, Any]) -> Letter:
    """Only the places that still wait for a colleague are told."""
    affiliation = get_affiliation(db, payload["affiliation_id"])
    bookings = queries.list_bookings(db, payload["booking_ids"])
    waiting = [b for b in bookings if b.is_live and b.person_id == affiliation.person_id]
    facts = describe_bookings(db, waiting)
    return Letter(
        template="colleague_left",
        facts={
            "person": affiliation.person,
            "organisation": affiliation.organisation,
            "places": [(facts[b.id], absolute_url("team.swap", reference=b.reference)) for b in waiting],
            "url": absolute_url("team.bookings", organisation_id=affiliation.organisation_id),
        },
    )

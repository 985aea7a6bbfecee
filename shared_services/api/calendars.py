"""Calendars as files that agendas subscribe to: stable UIDs, the same as those of the mails."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.facts import Facts, describe_all, describe_bookings
from shared_services.booking.models import Bookable, BookableStatus, Booking, BookingStatus
from shared_services.core.calendar import Event, build_calendar
from shared_services.core.i18n import _
from shared_services.core.links import absolute_url
from shared_services.network.models import Hub

from . import queries
from .models import Feed, FeedKind

TENTATIVE = (BookingStatus.PENDING, BookingStatus.OFFERED)
GONE = (BookingStatus.CANCELLED, BookingStatus.REFUSED)


def calendar_of_feed(db: Session, feed: Feed, *, now: datetime) -> bytes:
    """The person's places, or the sessions she teaches."""
    if feed.kind == FeedKind.BOOKINGS:
        return build_calendar(_places(db, feed.person, now=now), method="PUBLISH", name=_("Mes réservations"))
    events = [*_taught(db, feed.person, now=now), *_given(db, feed.person, now=now)]
    return build_calendar(events, method="PUBLISH", name=_("Ce que j'anime et mes rendez-vous d'expert"))


def calendar_of_hub(db: Session, hub: Hub, *, now: datetime) -> bytes:
    """The public sessions of a hub; never a video link, never a name of a participant."""
    sessions = queries.list_public(db, hub.id, now=now)
    events = list(_events_of(db, sessions, uid="hub-session-{}", shows_link=False, person=None))
    return build_calendar(events, method="PUBLISH", name=hub.name)


def _places(db: Session, person: Person, *, now: datetime) -> list[Event]:
    bookings = queries.list_places(db, person.id, now=now)
    told = describe_bookings(db, bookings)
    return [event for booking in bookings for event in _of_booking(booking, told[booking.id], person)]


def _of_booking(booking: Booking, facts: Facts, person: Person) -> Iterator[Event]:
    gone = booking.status in GONE
    confirmed = not gone and booking.status not in TENTATIVE
    yield from _events(
        facts,
        uid=booking.reference,
        url=absolute_url("booking.show", reference=booking.reference),
        stamped_at=booking.booked_at,
        is_cancelled=gone,
        is_tentative=booking.status in TENTATIVE,
        shows_link=confirmed,
        person=person,
    )


def _taught(db: Session, person: Person, *, now: datetime) -> list[Event]:
    sessions = queries.list_taught(db, person.id, now=now)
    uid = "session-{}-" + str(person.id)
    return list(_events_of(db, sessions, uid=uid, shows_link=True, person=person))


def _given(db: Session, person: Person, *, now: datetime) -> list[Event]:
    """Her appointments as an expert; whom she meets is on the page that each of them leads to."""
    bookings = queries.list_given(db, person.id, now=now)
    told = describe_bookings(db, bookings)
    return [
        event
        for booking in bookings
        for event in _events(
            told[booking.id],
            uid=f"{booking.reference}-given",
            url=absolute_url("experts.notes", reference=booking.reference),
            stamped_at=booking.booked_at,
            is_cancelled=booking.status in GONE,
            is_tentative=booking.status in TENTATIVE,
            shows_link=True,
            person=person,
        )
    ]


def _events_of(
    db: Session, bookables: Iterable[Bookable], *, uid: str, shows_link: bool, person: Person | None
) -> Iterator[Event]:
    bookables = list(bookables)
    told = describe_all(db, [(bookable.kind, bookable.id) for bookable in bookables])
    for bookable in bookables:
        facts = told[bookable.id]
        endpoint, values = (
            (facts.manage_endpoint, facts.manage_values) if person else (facts.endpoint, facts.values)
        )
        yield from _events(
            facts,
            uid=uid.format(bookable.id),
            url=absolute_url(endpoint, **values),
            stamped_at=bookable.created_at,
            is_cancelled=bookable.status == BookableStatus.CANCELLED,
            is_tentative=False,
            shows_link=shows_link,
            person=person,
        )


def _events(
    facts: Facts,
    *,
    uid: str,
    url: str,
    stamped_at: datetime,
    is_cancelled: bool,
    is_tentative: bool,
    shows_link: bool,
    person: Person | None,
) -> Iterator[Event]:
    """One event per period, one that went as cancelled."""
    for number, start, end, stands in facts.told_periods:
        yield Event(
            uid=f"{uid}-{number}",
            starts_at=start,
            ends_at=end,
            time_zone=facts.time_zone,
            summary=facts.title,
            location=facts.place
            or (facts.video_link if shows_link and not is_cancelled else _("À distance")),
            description=facts.access_notes if person else "",
            url=url,
            sequence=facts.sequence + (1 if is_cancelled else 0),
            organizer_name=facts.hub_name,
            organizer_email=facts.hub_email,
            attendee_name=person.name if person else "",
            attendee_email=person.email if person else "",
            is_cancelled=is_cancelled or not stands,
            is_tentative=is_tentative,
            stamped_at=stamped_at,
        )

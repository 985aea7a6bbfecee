"""A bookable in somebody's calendar, whatever brings her there: a place, or teaching."""

from datetime import datetime

from shared_services.accounts.models import Person
from shared_services.core.calendar import Event, build_calendar

from .facts import Facts


def calendar_of(
    facts: Facts, attendee: Person, *, uid: str, url: str, stamped_at: datetime, method: str
) -> bytes:
    """A file with those events alone."""
    events = events_of(facts, attendee, uid=uid, url=url, stamped_at=stamped_at, method=method)
    return build_calendar(events, method=method)


def events_of(
    facts: Facts, attendee: Person, *, uid: str, url: str, stamped_at: datetime, method: str
) -> list[Event]:
    """One event per period: `uid` makes their stable UIDs, the bookable gives the SEQUENCE (RFC 5545, 5546).

    `method` is REQUEST or CANCEL. Who is cancelled while the bookable itself still stands needs a
    higher SEQUENCE than her invitation had.
    """
    cancelled = method == "CANCEL"
    names = {number: name for number, (name, *_period) in enumerate(facts.named_periods, start=1) if name}
    return [
        Event(
            uid=f"{uid}-{number}",
            starts_at=start,
            ends_at=end,
            time_zone=facts.time_zone,
            summary=f"{facts.title} ({names[number]})" if number in names else facts.title,
            # The link is for those who come: a cancellation does not give it away.
            location=facts.place or ("" if cancelled else facts.video_link),
            description=facts.access_notes,
            url=url,
            sequence=facts.sequence + (1 if cancelled else 0),
            organizer_name=facts.hub_name,
            organizer_email=facts.hub_email,
            attendee_name=attendee.name,
            attendee_email=attendee.email,
            is_cancelled=cancelled or not stands,
            stamped_at=stamped_at,
        )
        for number, start, end, stands in facts.told_periods
    ]

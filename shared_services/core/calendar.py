"""Calendar files: RFC 5545 events, sent as RFC 5546 requests and cancellations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as IcalEvent

from .site import settings, site_host

REFRESHED = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Event:
    """One appointment. Instants are aware; `time_zone` is the place's; `sequence` grows with each change."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    summary: str
    organizer_name: str
    organizer_email: str
    attendee_name: str
    attendee_email: str
    stamped_at: datetime
    sequence: int
    location: str = ""
    description: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_tentative: bool = False

    @property
    def status(self) -> str:
        if self.is_cancelled:
            return "CANCELLED"
        return "TENTATIVE" if self.is_tentative else "CONFIRMED"


def build_calendar(events: Sequence[Event], *, method: str, name: str = "") -> bytes:
    """The file a mail carries (`method` REQUEST or CANCEL), or the one agendas subscribe to (PUBLISH, named).

    Time zones are described inside.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings().site_name}//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(_component(event))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _component(event: Event) -> IcalEvent:
    zone = ZoneInfo(event.time_zone)
    component = IcalEvent()
    component.add("uid", f"{event.uid}@{site_host()}")
    component.add("dtstamp", event.stamped_at)
    component.add("dtstart", event.starts_at.astimezone(zone))
    component.add("dtend", event.ends_at.astimezone(zone))
    component.add("summary", event.summary)
    component.add("sequence", event.sequence)
    component.add("status", event.status)
    for name in ("location", "description", "url"):
        if getattr(event, name):
            component.add(name, getattr(event, name))
    component["organizer"] = _address(event.organizer_name, event.organizer_email)
    if event.attendee_email:
        component.add("attendee", _address(event.attendee_name, event.attendee_email), encode=False)
    return component


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["cn"] = vText(name)
    return address

"""Dated sessions, their half days, and the time of those who teach them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared_services.booking.local_days import local_day
from shared_services.booking.models import Bookable, BookableStatus, CapacitySlot, Hold, StaffTime
from shared_services.booking.operations.staff_time import quarter_hours
from shared_services.booking.periods import Period as BookedPeriod
from shared_services.core.audit import AuditEntry
from shared_services.core.relative_dates import Before
from shared_services.kinds.trainings.models import HalfDay, TrainingSession, session_trainer

from .dates import Period, periods
from .part import Part
from .texts import HubText, OfferText, SessionText


@dataclass(frozen=True)
class Dated:
    """A session with its dates; `id` is known once it is added."""

    text: SessionText
    offer_id: int
    offer: OfferText
    hub: HubText
    time_zone: str
    periods: list[Period]
    now: datetime
    id: int = 0

    @property
    def starts_at(self) -> datetime:
        return self.periods[0][0]

    @property
    def ends_at(self) -> datetime:
        return self.periods[-1][1]

    @property
    def period(self) -> BookedPeriod:
        return BookedPeriod(
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            closes_at=self.starts_at,
            cancel_until=self.starts_at - timedelta(hours=self.hub.cancel_hours),
        )

    @property
    def created_at(self) -> datetime:
        """Two months before, and two weeks ago at the latest: time for bookings to come in."""
        return min(self.starts_at - timedelta(days=60), self.now - timedelta(days=14))

    @property
    def cancelled_at(self) -> datetime:
        """When its hub cancelled it, if it did."""
        return self.now - timedelta(days=2)

    @property
    def status(self) -> BookableStatus:
        if self.text.cancel_reason:
            return BookableStatus.CANCELLED
        return BookableStatus.ENDED if self.ends_at <= self.now else BookableStatus.SCHEDULED


def date_session(part: Part, session: SessionText) -> Dated:
    offer_id, offer = part.offers[session.offer]
    hub = part.world.hubs[offer.hub]
    place = offer.places[session.place] if session.place else None
    time_zone = place.time_zone if place and place.time_zone else hub.time_zone
    length = timedelta(minutes=offer.duration_minutes / offer.half_days)
    when = periods(session, ZoneInfo(time_zone), length, days_apart=part.days_apart, now=part.now)
    return Dated(session, offer_id, offer, hub, time_zone, when, part.now)


def add_session(part: Part, dated: Dated) -> int:
    """Add the session with its half days and trainers, and give its number."""
    session_id = _add_bookable(part, dated)
    place = dated.offer.places[dated.text.place] if dated.text.place else None
    part.rows.link(
        TrainingSession,
        id=session_id,
        place_name=place.name if place else "",
        address=place.address if place else "",
        access_notes=place.access_notes if place else "",
        video_link="" if place else dated.offer.video_link,
        decides_before=_decides_before(dated),
    )
    for starts_at, ends_at in dated.periods:
        part.rows.add(HalfDay, session_id=session_id, starts_at=starts_at, ends_at=ends_at)
    for email in dated.text.trainers:
        person_id = part.person_id(email)
        part.rows.link(session_trainer, session_id=session_id, person_id=person_id)
        if dated.status != BookableStatus.CANCELLED:
            _hold_time(part, person_id, session_id, dated.periods)
    _add_end(part, dated, session_id)
    return session_id


def _decides_before(dated: Dated) -> Before | None:
    return Before(dated.text.decides_days) if dated.text.minimum else None


def _add_bookable(part: Part, dated: Dated) -> int:
    decides = _decides_before(dated)
    starts_on, day_part = local_day(dated.starts_at, dated.ends_at, dated.time_zone)
    return part.rows.add(
        Bookable,
        kind="training",
        hub_id=part.world.hub_ids[dated.hub.slug],
        offer_id=dated.offer_id,
        capacity=dated.text.capacity,
        needs_approval=dated.offer.needs_approval,
        audience=dated.offer.booking_audience,
        waiting_rule=dated.hub.waiting_rule,
        time_zone=dated.time_zone,
        minimum=dated.text.minimum,
        decides_at=decides.at(dated.starts_at, dated.time_zone) if decides else None,
        **dated.period.dates,
        starts_on=starts_on,
        day_part=day_part,
        status=dated.status,
        cancel_reason=dated.text.cancel_reason,
        sequence=1 if dated.text.cancel_reason else 0,
        created_at=dated.created_at,
    )


def _hold_time(part: Part, person_id: int, session_id: int, when: list[Period]) -> None:
    """Take the trainer's quarter hours. Taken twice, they would break the key of the ledger."""
    calendar_id = part.calendars.get(person_id) or _add_calendar(part, person_id)
    for start, end in when:
        slots = quarter_hours(start, end)
        part.rows.add(
            Hold,
            bookable_id=calendar_id,
            for_bookable_id=session_id,
            first_slot=slots[0],
            last_slot=slots[-1],
        )
        for slot in slots:
            part.rows.link(CapacitySlot, bookable_id=calendar_id, slot=slot, capacity=1, taken=1)


def _add_calendar(part: Part, person_id: int) -> int:
    calendar_id = part.rows.add(
        Bookable, kind="staff_time", capacity=1, time_zone="UTC", created_at=part.now - timedelta(days=170)
    )
    part.rows.link(StaffTime, id=calendar_id, person_id=person_id)
    part.calendars[person_id] = calendar_id
    return calendar_id


def _add_end(part: Part, dated: Dated, session_id: int) -> None:
    """What the trail says of a session that has ended or was cancelled."""
    if dated.status == BookableStatus.SCHEDULED:
        return
    cancelled = dated.status == BookableStatus.CANCELLED
    part.rows.add(
        AuditEntry,
        at=dated.cancelled_at if cancelled else dated.ends_at,
        actor_id=part.person_id(dated.offer.author) if cancelled else None,
        subject_kind="training_session",
        subject_id=session_id,
        action=dated.status.value,
        reason=dated.text.cancel_reason or None,
    )

"""Experts: what they are asked about, when they are there, and whom they met or meet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from shared_services.booking import along, ledger
from shared_services.booking.deadlines import approval_deadline
from shared_services.booking.models import Audience, Bookable, Booking, BookingStatus, QuotaPeriod, StaffTime
from shared_services.catalogue.models import Offer, offer_theme
from shared_services.core import audit
from shared_services.core.text import normalised, search_text
from shared_services.kinds.expertise import queries
from shared_services.kinds.expertise.availability.free import free_of, holidays_of, period_of
from shared_services.kinds.expertise.availability.models import AvailabilityRange
from shared_services.kinds.expertise.availability.slots import Asked
from shared_services.kinds.expertise.models import Appointment, Expert, ExpertOffer, TravelTime, Way
from shared_services.kinds.expertise.operations.offers import modality_of
from shared_services.kinds.expertise.operations.rules import place_of
from shared_services.network.models import Organisation

from .bookings import AIDANT
from .offers import offer_dates
from .part import Member, Part
from .texts import ExpertText, MeetingText

HOURS = ((time(9), time(12)), (time(13, 30), time(17)))
SINCE = timedelta(days=160)
ASKED, STILL_ASKED = timedelta(days=5), timedelta(days=2)
LOOKED_AT = timedelta(days=30)


@dataclass(frozen=True)
class Planned:
    """What is written once the ledger knows what the sessions take of the experts' time."""

    part: Part
    text: ExpertText
    offer_id: int


def add_experts(part: Part) -> list[Planned]:
    """The offers, who gives them, and the hours of their weeks; once a person, over all hubs."""
    planned, hours = [], set()
    for text in part.world.content.experts:
        offer_id = _add_offer(part, text)
        planned.append(Planned(part, text, offer_id))
        for email in text.experts:
            _add_expert(part, text, offer_id, email)
            if email not in hours:
                hours.add(email)
                _add_hours(part, part.person_id(email), part.world.hubs[text.hub].time_zone)
    return planned


def add_meetings(db: Session, planned: Sequence[Planned]) -> None:
    """Each at a slot that is free, in the ledger like any other; nobody is written to."""
    for one in planned:
        visitors = _visitors(one.part, one.text)
        for meeting in one.text.meetings:
            _meet(db, one, meeting, next(visitors))


def _add_offer(part: Part, text: ExpertText) -> int:
    title = part.varied(text.title, "équipe")
    created_at, submitted_at, published_at = offer_dates(part, text.status)
    offer_id = part.rows.add(
        Offer,
        kind="expertise",
        hub_id=part.world.hub_ids[text.hub],
        author_id=part.person_id(text.author),
        title=title,
        summary=text.summary,
        audience=text.audience,
        modality=modality_of(tuple(text.ways)),
        price_cents=0,
        dates_each=0,
        accessibility_contact="",
        status=text.status,
        search_text=search_text(title, text.summary, text.description),
        sort_key=normalised(title),
        created_at=created_at,
        updated_at=published_at or submitted_at or created_at,
        submitted_at=submitted_at,
        published_at=published_at,
    )
    part.rows.link(
        ExpertOffer,
        id=offer_id,
        description=text.description,
        expectations=text.expectations,
        durations=" ".join(str(minutes) for minutes in text.durations),
        ways=" ".join(way.value for way in text.ways),
        buffer_before=text.buffer_before,
        buffer_after=text.buffer_after,
        notice_hours=text.notice_hours,
        horizon_days=56,
        organisation_most=text.organisation_most or None,
        organisation_period=QuotaPeriod.QUARTER if text.organisation_most else None,
        is_pool=True,
        who=text.booking_audience,
        needs_approval=text.needs_approval,
    )
    for slug in text.themes:
        part.rows.link(offer_theme, offer_id=offer_id, theme_id=part.world.themes[slug].id)
    for code, minutes in text.travel.items():
        part.rows.link(TravelTime, offer_id=offer_id, departement_code=code, minutes=minutes)
    return offer_id


def _add_expert(part: Part, text: ExpertText, offer_id: int, email: str) -> None:
    person_id = part.person_id(email)
    hub = part.world.hubs[text.hub]
    expert_id = part.rows.add(
        Bookable,
        kind="expertise",
        hub_id=part.world.hub_ids[text.hub],
        offer_id=offer_id,
        capacity=1,
        needs_approval=text.needs_approval,
        audience=text.booking_audience,
        time_zone=hub.time_zone,
        created_at=part.now - SINCE,
    )
    part.rows.link(
        Expert,
        id=expert_id,
        expert_offer_id=offer_id,
        person_id=person_id,
        video_link=f"https://visio.demo.example/{email.partition('@')[0].replace('.', '-')}",
        phone="+33 4 65 71 20 20",
    )
    if person_id not in part.calendars:
        part.calendars[person_id] = part.rows.add(
            Bookable, kind="staff_time", capacity=1, time_zone="UTC", created_at=part.now - SINCE
        )
        part.rows.link(StaffTime, id=part.calendars[person_id], person_id=person_id)


def _add_hours(part: Part, person_id: int, zone: str) -> None:
    for weekday in range(5):
        for starts, ends in HOURS:
            part.rows.add(
                AvailabilityRange,
                person_id=person_id,
                weekday=weekday,
                starts=starts,
                ends=ends,
                first_on=date(2025, 1, 1),
                last_on=None,
                time_zone=zone,
            )


def _visitors(part: Part, text: ExpertText) -> Iterator[Member]:
    """Whom each appointment is for: nobody twice; the aidant only where the content names her."""
    named = {AIDANT, *(meeting.who for meeting in text.meetings)}
    others = [member for member in part.members if _may(member, text) and member.email not in named]
    part.random.shuffle(others)
    by_email = {member.email: member for member in part.members}
    for meeting in text.meetings:
        yield by_email.get(meeting.who) or others.pop()


def _may(member: Member, text: ExpertText) -> bool:
    if member.organisation_id is None:
        return False
    if text.booking_audience == Audience.ANYONE:
        return True
    return text.hub in member.hubs if text.booking_audience == Audience.HUB_MEMBERS else bool(member.hubs)


def _meet(db: Session, planned: Planned, meeting: MeetingText, member: Member) -> None:
    part, now = planned.part, planned.part.now
    offer = queries.get_offer(db, planned.offer_id)
    organisation = db.get(Organisation, member.organisation_id)
    asked = _asked(planned, offer, meeting, organisation)
    free = free_of(db, queries.list_experts_of(db, [offer.id]), asked)
    start = max(free) if meeting.day < 0 else min(free)
    expert, period = free[start][0], period_of(offer, asked, start)
    is_pending = meeting.status == BookingStatus.PENDING
    asked_at = now - STILL_ASKED if is_pending else min(now, start) - ASKED
    booking = Booking(
        reference=part.world.new_reference(),
        bookable_id=expert.id,
        person_id=member.person_id,
        organisation_id=member.organisation_id,
        booked_by_id=member.person_id,
        period=period,
        status=meeting.status,
        booked_at=asked_at,
        asked_at=asked_at,
        confirmed_at=None if is_pending else asked_at,
        expires_at=approval_deadline(period, asked_at) if is_pending else None,
    )
    ledger.take(db, expert, period.slots, 1)
    taken = along.take_along(db, expert, period.slots)
    db.add(booking)
    along.keep_for(db, booking, taken)
    first = BookingStatus.PENDING if is_pending else BookingStatus.CONFIRMED
    audit.record(db, booking, "booked", by=None, now=asked_at, moved=(None, first.value))
    _note(db, booking, meeting, organisation)


def _asked(
    planned: Planned, offer: ExpertOffer, meeting: MeetingText, organisation: Organisation | None
) -> Asked:
    """In the month after that day, or before it when it is past; whatever the notice."""
    day = planned.part.now + timedelta(days=meeting.day)
    is_past = meeting.day < 0
    earliest = day - LOOKED_AT if is_past else day + timedelta(days=planned.part.days_apart)
    latest = day if is_past else earliest + LOOKED_AT
    code = organisation.departement_code if organisation else ""
    travel = planned.text.travel.get(code, 0) if meeting.way == Way.ON_SITE else 0
    asked = Asked(
        minutes=meeting.minutes,
        before=offer.buffer_before + travel,
        after=offer.buffer_after + travel,
        earliest=earliest,
        latest=latest,
    )
    return replace(asked, holidays=holidays_of(offer, earliest, latest))


def _note(db: Session, booking: Booking, meeting: MeetingText, organisation: Organisation | None) -> None:
    ended_at: datetime | None = booking.ends_at
    is_noted = bool(meeting.outcome)
    db.add(
        Appointment(
            booking_id=booking.id,
            minutes=meeting.minutes,
            way=meeting.way,
            place=place_of(organisation) if meeting.way == Way.ON_SITE else "",
            topic=meeting.topic,
            preparation="",
            outcome=meeting.outcome,
            follow_up=meeting.follow_up,
            minutes_spent=meeting.minutes + 30 if is_noted else None,
            noted_at=ended_at if is_noted else None,
        )
    )
    if meeting.status == BookingStatus.ATTENDED and ended_at is not None:
        moved = (BookingStatus.CONFIRMED.value, BookingStatus.ATTENDED.value)
        audit.record(db, booking, "attended", by=None, now=ended_at, moved=moved)
    db.flush()

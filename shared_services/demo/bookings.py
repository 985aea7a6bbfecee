"""Who books which session: as many people in each state as the content says, and the ledger they make."""

from collections.abc import Iterator
from datetime import date

from shared_services.booking.models import (
    HOLDING,
    Audience,
    Booking,
    BookingStatus,
    CapacitySlot,
)
from shared_services.core.audit import AuditEntry

from .attendance import Noted
from .histories import History, histories
from .part import Member, Part
from .sessions import Dated

CAME = {BookingStatus.ATTENDED: True, BookingStatus.NO_SHOW: False}
AIDANT = "aidant@demo.example"


def add_bookings(part: Part, dated: Dated) -> list[Noted]:
    """Those who were noted present or absent are told, for the sheet."""
    noted = []
    wanted = {BookingStatus(state): count for state, count in dated.text.bookings.items()}
    people = iter(_people(part, dated, wanted))
    for status, count in wanted.items():
        members = [next(people) for _ in range(count)]
        for history in histories(part, dated, status, members):
            booking_id = _add_booking(part, dated, history)
            if status in CAME or dated.text.begun:
                noted.append(Noted(booking_id, history.member, came=CAME.get(status, True)))
    part.rows.link(
        CapacitySlot,
        bookable_id=dated.id,
        slot=0,
        capacity=dated.text.capacity,
        taken=sum(count for status, count in wanted.items() if status in HOLDING),
    )
    return noted


def _people(part: Part, dated: Dated, wanted: dict[BookingStatus, int]) -> list[Member]:
    """As many people as `wanted` who may book this session, those first who have nothing else on its days.

    Raises ValueError when the content wants more bookings than there are people.
    """
    count = sum(wanted.values())
    members = list(_allowed(part, dated))
    part.random.shuffle(members)
    days = {start.date() for start, _end in dated.periods}
    booked = dated.text.tag == "aidant_booked"
    members.sort(key=lambda member: _is_busy(part, member, days) and not (booked and member.email == AIDANT))
    if booked:
        members.sort(key=lambda member: member.email != AIDANT)
    if named := dated.text.missed_by:
        members.sort(key=lambda member: member.email != named)
    if len(members) < count:
        raise ValueError(f"{dated.text.offer} wants {count} bookings, {len(members)} people may book")
    part.busy.update((member.person_id, day) for member in members[:count] for day in days)
    chosen = members[:count]
    _settle_absences(part, dated, chosen, wanted)
    return chosen


def _settle_absences(
    part: Part, dated: Dated, chosen: list[Member], wanted: dict[BookingStatus, int]
) -> None:
    """Nobody misses two sessions of a hub but the person whom the content names."""
    order = list(wanted)
    if BookingStatus.NO_SHOW not in wanted:
        return
    first = sum(wanted[status] for status in order[: order.index(BookingStatus.NO_SHOW)])
    away = range(first, first + wanted[BookingStatus.NO_SHOW])
    missed = part.missed.setdefault(dated.hub.slug, set())
    named_somewhere = {text.missed_by for text in part.world.content.sessions}

    def may_miss(member: Member, named: str) -> bool:
        if named:
            return member.email == named
        return member.person_id not in missed and member.email not in named_somewhere

    for place in away:
        named = dated.text.missed_by if place == first else ""
        others = [n for n, one in enumerate(chosen) if n not in away and may_miss(one, named)]
        if others and not may_miss(chosen[place], named):
            chosen[place], chosen[others[0]] = chosen[others[0]], chosen[place]
        missed.add(chosen[place].person_id)


def _is_busy(part: Part, member: Member, days: set[date]) -> bool:
    return any((member.person_id, day) in part.busy for day in days)


def _allowed(part: Part, dated: Dated) -> Iterator[Member]:
    audience = dated.offer.booking_audience
    for member in part.members:
        if member.email == AIDANT and (dated.text.begun or dated.text.tag == "full_with_waiting_list"):
            continue
        if audience == Audience.HUB_MEMBERS and dated.hub.slug not in member.hubs:
            continue
        if audience == Audience.ANY_HUB and not member.hubs:
            continue
        yield member


def _add_booking(part: Part, dated: Dated, history: History) -> int:
    booking_id = part.rows.add(
        Booking,
        reference=part.world.new_reference(),
        bookable_id=dated.id,
        person_id=history.member.person_id,
        organisation_id=history.member.organisation_id,
        booked_by_id=history.booked_by,
        **dated.period.dates,
        status=history.status,
        booked_at=history.asked_at,
        asked_at=history.asked_at,
        approved_at=history.approved_at,
        confirmed_at=history.confirmed_at,
        expires_at=history.expires_at,
        cancelled_by=history.cancelled_by,
        reason=history.reason,
    )
    for step in history.steps:
        part.rows.add(
            AuditEntry,
            at=step.at,
            actor_id=step.actor_id,
            subject_kind="booking",
            subject_id=booking_id,
            action=step.to.value if step.before else "booked",
            from_state=step.before.value if step.before else None,
            to_state=step.to.value,
            reason=step.reason or None,
        )
    return booking_id

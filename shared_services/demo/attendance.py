"""The sheets of sessions, past or begun: signed, ticked, closed, each chain as the verbs would make it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared_services.attendance.chain import seal
from shared_services.attendance.models import AttendanceEntry, AttendanceSheet, Way, What
from shared_services.booking.no_shows.models import NoShowReview
from shared_services.core.audit import AuditEntry

from .dates import Period
from .part import Member, Part
from .sessions import Dated

ARRIVAL = timedelta(minutes=-5)
ROLL_CALL = timedelta(minutes=15)
COUNTERSIGNED = timedelta(minutes=20)
LATE_MINUTES = 15
MISSED_TWICE = "kevin.marcon@demo.example"
ASKED_AGO = timedelta(hours=18)
APPEAL = (
    "La première fois, ma voiture est restée en panne à Firminy et je n'ai pas pensé à prévenir. "
    "Depuis, je viens avec une collègue : je voudrais pouvoir réserver comme avant."
)


@dataclass(frozen=True)
class Noted:
    """A booking of which the trainer said whether the person came."""

    booking_id: int
    member: Member
    came: bool

    @property
    def person_id(self) -> int:
        return self.member.person_id


def add_sheet(part: Part, dated: Dated, noted: list[Noted]) -> None:
    """Nothing for a session where nobody was noted."""
    if not noted:
        return
    is_over = dated.ends_at <= dated.now
    if is_over and dated.hub.identity:
        part.taught.append((dated.id, dated.starts_at, dated.ends_at))
    trainer_id = part.person_id(dated.offer.author)
    sheet_id = part.rows.number(AttendanceSheet)
    entries, last_hash = 0, ""
    told = _told(part, dated, noted, trainer_id) if is_over else _signed_so_far(dated, noted)
    for values in told:
        entries += 1
        row = values | {"sheet_id": sheet_id, "number": entries, "previous_hash": last_hash}
        last_hash = seal(AttendanceEntry(**row))
        part.rows.add(AttendanceEntry, **row, hash=last_hash)
    part.rows.link(
        AttendanceSheet,
        id=sheet_id,
        session_id=dated.id,
        entries=entries,
        last_hash=last_hash,
        closed_at=dated.ends_at + COUNTERSIGNED if is_over else None,
        closed_by_id=trainer_id if is_over else None,
    )


def _told(part: Part, dated: Dated, noted: list[Noted], trainer_id: int) -> Iterator[dict[str, Any]]:
    for period in dated.periods:
        arrived = [one for one in noted if one.came]
        for one in arrived[::2]:
            yield _entry(period, one.booking_id, What.PRESENT, Way.LINK, one.person_id, period[0] + ARRIVAL)
        for one in noted:
            what = What.PRESENT if one.came else What.ABSENT
            told = _entry(period, one.booking_id, what, Way.TICKED, trainer_id, period[0] + ROLL_CALL)
            is_late = one.came and part.random.random() < 0.1
            yield told | {"arrived_late_minutes": LATE_MINUTES if is_late else 0}
    whole = dated.starts_at, dated.ends_at
    yield _entry(whole, None, What.CLOSED, Way.ACCOUNT, trainer_id, dated.ends_at + COUNTERSIGNED)


def _signed_so_far(dated: Dated, noted: list[Noted]) -> Iterator[dict[str, Any]]:
    """The session has begun: half of the people have signed with their phone, nobody was called yet."""
    first = dated.periods[0]
    for number, one in enumerate(noted[::2]):
        at = first[0] + ARRIVAL + timedelta(seconds=40 * number)
        yield _entry(first, one.booking_id, What.PRESENT, Way.LINK, one.person_id, at)


def _entry(
    period: Period, booking_id: int | None, what: What, way: Way, by_id: int, at: datetime
) -> dict[str, Any]:
    return {
        "booking_id": booking_id,
        "starts_at": period[0],
        "ends_at": period[1],
        "what": what,
        "arrived_late_minutes": 0,
        "left_early_minutes": 0,
        "way": way,
        "by_id": by_id,
        "at": at,
        "reason": "",
        "request_key": "",
    }


def add_review(part: Part) -> None:
    """Whoever missed two sessions of the first hub asks it to look again."""
    if part.number:
        return
    hub = next(hub for hub in part.world.content.hubs if hub.no_shows_allowed)
    person_id, asked_at = part.person_id(MISSED_TWICE), part.now - ASKED_AGO
    review_id = part.rows.add(
        NoShowReview,
        hub_id=part.world.hub_ids[hub.slug],
        person_id=person_id,
        appeal=APPEAL,
        asked_at=asked_at,
        answer="",
    )
    part.rows.add(
        AuditEntry,
        at=asked_at,
        actor_id=person_id,
        subject_kind="no_show_review",
        subject_id=review_id,
        action="asked",
    )

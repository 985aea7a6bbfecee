"""A hub's habits, as its managers set them, and the rhythm of each one's notices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.core.errors import existing
from shared_services.core.relative_dates import Before, stored

from .. import queries
from ..models import Hub, HubWording, StaffRhythm, StaffRole, WaitingRule, WordedMail


@dataclass(frozen=True, kw_only=True)
class HubHabits:
    """What managers decide for their hub: hours are before the start, `reminder_hour` is local."""

    summary: str
    email: str
    phone: str | None
    city: str
    website: str
    cancel_hours: int
    close_hours: int
    approves_by_default: bool
    waiting_rule: WaitingRule
    reminder_days: Sequence[int]
    reminder_hour: int
    wordings: Mapping[WordedMail, str]
    minimum: int | None = None
    decides_before: Before | None = None
    no_shows_allowed: int | None = None


def change_habits(db: Session, hub_id: int, habits: HubHabits, *, by: Person, now: datetime) -> Hub:
    """New dates follow the new habits; those already planned keep theirs, except reminders and wording.

    Raises NotFound.
    """
    queries.lock_hub(db, hub_id)
    hub = queries.get_hub(db, hub_id)
    wanted: dict[str, Any] = {field.name: getattr(habits, field.name) for field in fields(habits)}
    wanted["reminder_days"] = _days(habits.reminder_days)
    wordings: Mapping[WordedMail, str] = wanted.pop("wordings")
    before = queries.list_wordings(db, hub_id)
    changed: dict[str, Any] = {
        name: stored(value) if isinstance(value, Before) else str(value)
        for name, value in wanted.items()
        if getattr(hub, name) != value
    }
    for name, value in wanted.items():
        setattr(hub, name, value)
    changed |= {f"mail {mail.value}": text for mail, text in wordings.items() if text != before.get(mail, "")}
    _write_wordings(db, hub_id, wordings)
    if changed:
        audit.record(db, hub, "habits_changed", by=by, now=now, details=changed)
    return hub


def choose_rhythm(db: Session, hub_id: int, rhythm: StaffRhythm, *, person: Person, now: datetime) -> None:
    """How this manager wants to be told about this hub. Raises NotFound when she is no manager of it."""
    role = existing(queries.find_current_role(db, hub_id, person.id, StaffRole.MANAGER))
    if role.rhythm != rhythm:
        moved = (role.rhythm.value, rhythm.value)
        role.rhythm = rhythm
        audit.record(db, role, "rhythm_chosen", by=person, now=now, moved=moved)


def _days(days: Sequence[int]) -> str:
    return ",".join(str(day) for day in sorted(set(days), reverse=True))


def _write_wordings(db: Session, hub_id: int, wordings: Mapping[WordedMail, str]) -> None:
    db.execute(delete(HubWording).where(HubWording.hub_id == hub_id))
    for mail, text in wordings.items():
        if text:
            db.add(HubWording(hub_id=hub_id, mail=mail, text=text))
    db.flush()

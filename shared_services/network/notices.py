"""What a hub's managers are told, in the rhythm each of them chose."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from shared_services.outbox.letters import Recipient
from shared_services.outbox.operations import post

from .models import Hub, HubRole, StaffRhythm, StaffRole
from .queries import get_hub, list_current_roles

MORNING = time(8)
DIGEST = "hub_digest"


def post_to_managers(
    db: Session,
    hub_id: int,
    kind: str,
    *,
    key: str,
    payload: dict[str, Any],
    now: datetime,
    except_for: int | None = None,
) -> None:
    """Tell each manager at once, or in her mail of the next morning, or not at all.

    `except_for` is who did it herself. The morning mail tells what still needs her then: nothing is
    lost when she changes her rhythm.
    """
    hub = get_hub(db, hub_id)
    for role in list_current_roles(db, hub_id):
        if role.role != StaffRole.MANAGER or role.person_id == except_for:
            continue
        person = role.person
        if role.rhythm == StaffRhythm.IMMEDIATE:
            recipient = Recipient(person.email, person.locale)
            told = {**payload, "person_id": person.id}
            post(db, kind, recipient=recipient, key=f"{key}:{person.id}", payload=told, now=now)
        elif role.rhythm == StaffRhythm.DAILY:
            _post_digest(db, hub, role, now=now)


def next_morning(time_zone: str, now: datetime) -> datetime:
    """The next eight o'clock of the place, as people read it on their wall."""
    zone = ZoneInfo(time_zone)
    local = now.astimezone(zone)
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, zone)


def _post_digest(db: Session, hub: Hub, role: HubRole, *, now: datetime) -> None:
    due_at = next_morning(hub.time_zone, now)
    post(
        db,
        DIGEST,
        recipient=Recipient(role.person.email, role.person.locale),
        key=f"{DIGEST}:{hub.id}:{role.person_id}:{due_at.date().isoformat()}",
        payload={"hub_id": hub.id, "person_id": role.person_id},
        now=now,
        due_at=due_at,
    )

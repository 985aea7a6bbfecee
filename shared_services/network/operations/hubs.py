"""Creating and describing hubs; appointing who works for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.queries import find_person_by_email
from shared_services.core import audit
from shared_services.core.text import normalised

from .. import messages, queries
from ..errors import AlreadyDecided, LastManager, NameTaken, UnknownPerson
from ..models import Hub, HubRole, StaffRole, WaitingRule


@dataclass(frozen=True, kw_only=True)
class HubFacts:
    """What is told of a hub; `cancel_hours` before the start participants may still cancel alone."""

    name: str
    summary: str
    email: str
    phone: str | None
    city: str
    departement_codes: Sequence[str]
    time_zone: str
    cancel_hours: int
    waiting_rule: WaitingRule


def create_hub(db: Session, facts: HubFacts, *, by: Person, now: datetime) -> Hub:
    """Raises NameTaken."""
    slug = normalised(facts.name).replace(" ", "-")[:60]
    hub = Hub(slug=slug, created_at=now)
    _describe(db, hub, facts)
    audit.record(db, hub, "created", by=by, now=now)
    return hub


def edit_hub(db: Session, hub_id: int, facts: HubFacts, *, by: Person, now: datetime) -> Hub:
    """Its address on the site stays, whatever its name becomes. Raises NotFound, NameTaken."""
    queries.lock_hub(db, hub_id)
    hub = queries.get_hub(db, hub_id)
    _describe(db, hub, facts)
    audit.record(db, hub, "edited", by=by, now=now)
    return hub


def appoint_staff(
    db: Session, hub_id: int, email: str, role: StaffRole, *, by: Person, now: datetime
) -> HubRole:
    """Appoint the person of a confirmed account; appointing again changes nothing. Raises UnknownPerson."""
    queries.lock_hub(db, hub_id)
    person = find_person_by_email(db, email)
    if person is None or person.email_confirmed_at is None or person.erased_at is not None:
        raise UnknownPerson
    current = queries.find_current_role(db, hub_id, person.id, role)
    if current is not None:
        return current
    appointed = HubRole(hub_id=hub_id, person_id=person.id, role=role, since=now)
    db.add(appointed)
    audit.record(db, appointed, "appointed", by=by, now=now, moved=(None, role.value))
    messages.post_staff_appointed(db, appointed, now=now)
    return appointed


def end_role(db: Session, hub_id: int, role_id: int, *, by: Person, now: datetime) -> HubRole:
    """End a role of this hub. Raises NotFound, AlreadyDecided, LastManager."""
    queries.lock_hub(db, hub_id)
    role = queries.get_role(db, role_id, hub_id)
    if role.ended_at is not None:
        raise AlreadyDecided
    if role.role == StaffRole.MANAGER and len(queries.list_managers(db, hub_id)) == 1:
        raise LastManager
    role.ended_at = now
    audit.record(db, role, "ended", by=by, now=now, moved=(role.role.value, None))
    return role


def show_in_team(db: Session, hub_id: int, *, is_shown: bool, person: Person, now: datetime) -> int:
    """The person agrees, or no longer, to be named on the hub's page; says for how many roles."""
    queries.lock_hub(db, hub_id)
    roles = [role for role in queries.list_current_roles(db, hub_id) if role.person_id == person.id]
    for role in roles:
        if role.is_shown != is_shown:
            role.is_shown = is_shown
            audit.record(db, role, "shown" if is_shown else "hidden", by=person, now=now)
    return len(roles)


def _describe(db: Session, hub: Hub, facts: HubFacts) -> None:
    territory = queries.list_departements(db, facts.departement_codes)
    try:
        with db.begin_nested():
            hub.name, hub.summary, hub.email = facts.name, facts.summary, facts.email
            hub.phone, hub.city, hub.time_zone = facts.phone, facts.city, facts.time_zone
            hub.cancel_hours, hub.waiting_rule = facts.cancel_hours, facts.waiting_rule
            hub.departements = territory
            db.add(hub)
    except IntegrityError:  # the database alone knows what others are writing now
        raise NameTaken from None

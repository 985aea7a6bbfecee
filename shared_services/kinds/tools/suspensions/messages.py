"""What borrowers and managers are told about suspensions. Words: templates/mail/suspension_*."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.queries import get_person
from shared_services.booking.facts import describe_booking
from shared_services.booking.queries import find_booking
from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.network.notices import post_to_managers
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from . import queries as suspension_queries
from .models import LendingSuspension

ANSWERED_ALREADY = _l("La suspension a été levée ou réexaminée avant l'envoi.")


def post_suspended(db: Session, suspension: LendingSuspension, *, now: datetime) -> None:
    """Why she may not borrow, until when, and how to be heard."""
    db.flush()  # the key names its number
    _post(db, "suspension_told", suspension, now=now)


def post_appealed(db: Session, suspension: LendingSuspension, *, now: datetime) -> None:
    """To the hub's managers, each in her rhythm."""
    post_to_managers(
        db,
        suspension.hub_id,
        "suspension_appealed",
        key=f"suspension_appealed:{suspension.id}",
        payload={"suspension_id": suspension.id},
        now=now,
    )


def post_answered(db: Session, suspension: LendingSuspension, *, now: datetime) -> None:
    """Lifted or kept by a manager, or over because all is settled."""
    _post(db, "suspension_answered", suspension, now=now)


def _post(db: Session, kind: str, suspension: LendingSuspension, *, now: datetime) -> None:
    person = get_person(db, suspension.person_id)
    post(
        db,
        kind,
        recipient=Recipient(person.email, person.locale),
        key=f"{kind}:{suspension.id}:{now.isoformat()}",
        payload={"suspension_id": suspension.id, "person_id": person.id},
        now=now,
    )


@renders("suspension_told")
def render_told(db: Session, payload: dict[str, Any]) -> Letter:
    suspension = _read(db, payload)
    if not suspension.stands:
        raise Dropped(str(ANSWERED_ALREADY))
    return _letter(db, payload, suspension, "suspension_told")


@renders("suspension_appealed")
def render_appealed(db: Session, payload: dict[str, Any]) -> Letter:
    suspension = _read(db, payload)
    if not suspension.is_appealed:
        raise Dropped(str(ANSWERED_ALREADY))
    return _letter(db, payload, suspension, "suspension_appealed")


@renders("suspension_answered")
def render_answered(db: Session, payload: dict[str, Any]) -> Letter:
    return _letter(db, payload, _read(db, payload), "suspension_answered")


def _read(db: Session, payload: dict[str, Any]) -> LendingSuspension:
    suspension = suspension_queries.find_suspension_by_id(db, payload["suspension_id"])
    if suspension is None:
        raise Dropped(str(ANSWERED_ALREADY))
    return suspension


def _letter(db: Session, payload: dict[str, Any], suspension: LendingSuspension, template: str) -> Letter:
    booking = find_booking(db, suspension.booking_id)
    if booking is None:
        raise Dropped(str(ANSWERED_ALREADY))
    facts = describe_booking(db, booking)
    is_hers = payload["person_id"] == suspension.person_id
    return Letter(
        template=template,
        reply_to=facts.hub_email if is_hers else None,
        facts={
            "suspension": suspension,
            "person": get_person(db, payload["person_id"]),
            "facts": facts,
            "booking": booking,
            "zone": facts.time_zone,
            "suspension_url": absolute_url("tools.my_suspension", suspension_id=suspension.id),
            "desk_url": absolute_url("tools_manage.show_suspension", suspension_id=suspension.id),
            "tools_url": absolute_url("tools.tools"),
        },
    )

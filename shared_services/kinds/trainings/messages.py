"""What trainers are told about the sessions they teach. Words are in templates/mail/session_*.

Participants are told by booking; both read the same facts.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.queries import get_person
from shared_services.booking.calendars import calendar_of
from shared_services.booking.facts import Facts
from shared_services.booking.models import BookableStatus
from shared_services.booking.presence import list_there
from shared_services.booking.reasons import say_reason
from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from . import queries
from .facts import describe
from .models import TrainingSession

NO_LONGER_TRUE = _l("La session a changé avant l'envoi.")


def post_to_trainers(
    db: Session, change: str, session: TrainingSession, trainers: Iterable[Person], *, now: datetime
) -> None:
    """Tell trainers that a session is `planned` for them, `changed`, `maintained` although it was not sure,
    `cancelled`, or that they are `released`."""
    kind = f"session_{change}"
    for trainer in trainers:
        post(
            db,
            kind,
            recipient=Recipient(trainer.email, trainer.locale),
            key=f"{kind}:{session.id}:{trainer.id}:{now.isoformat()}",
            payload={"session_id": session.id, "person_id": trainer.id},
            now=now,
        )


@renders("session_planned")
def render_planned(db: Session, payload: dict[str, Any]) -> Letter:
    return _letter(db, payload, "session_planned", still_teaches=True)


@renders("session_changed")
def render_changed(db: Session, payload: dict[str, Any]) -> Letter:
    return _letter(db, payload, "session_changed", still_teaches=True)


@renders("session_maintained")
def render_maintained(db: Session, payload: dict[str, Any]) -> Letter:
    return _letter(db, payload, "session_maintained", still_teaches=True)


@renders("session_released")
def render_released(db: Session, payload: dict[str, Any]) -> Letter:
    return _letter(db, payload, "session_released", still_teaches=False)


@renders("session_cancelled")
def render_cancelled(db: Session, payload: dict[str, Any]) -> Letter:
    return _letter(db, payload, "session_cancelled", still_teaches=True)


def _letter(db: Session, payload: dict[str, Any], kind: str, *, still_teaches: bool) -> Letter:
    found = queries.list_sessions(db, [payload["session_id"]])
    if not found:
        raise Dropped(str(NO_LONGER_TRUE))
    session, person = found[0], get_person(db, payload["person_id"])
    teaches = person.id in {trainer.id for trainer in session.trainers}
    is_cancelled = session.status == BookableStatus.CANCELLED
    if teaches != still_teaches or is_cancelled != (kind == "session_cancelled"):
        raise Dropped(str(NO_LONGER_TRUE))
    facts = describe(db, [session.id])[session.id]
    method = "CANCEL" if is_cancelled or not still_teaches else "REQUEST"
    return Letter(
        template=kind,
        facts={
            "person": person,
            "facts": facts,
            "zone": facts.time_zone,
            "map_url": f"https://www.openstreetmap.org/search?{urlencode({'query': facts.place})}",
            "shows_link": True,
            "reason": say_reason(session.cancel_reason),
            "has_begun": bool(list_there(db, session.id)),
            "roster_url": absolute_url("trainings_manage.roster", session_id=session.id),
        },
        calendar=_calendar(session, facts, person, method=method),
        calendar_method=method,
    )


def _calendar(session: TrainingSession, facts: Facts, person: Person, *, method: str) -> bytes:
    """The session in its trainer's calendar."""
    return calendar_of(
        facts,
        person,
        uid=f"session-{session.id}-{person.id}",
        url=absolute_url("trainings_manage.roster", session_id=session.id),
        stamped_at=session.created_at,
        method=method,
    )

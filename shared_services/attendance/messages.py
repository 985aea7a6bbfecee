"""What trainers and managers are told of a sheet that nobody closed. Words: templates/mail/sheet_open."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.queries import get_person
from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.kinds.trainings.facts import describe
from shared_services.kinds.trainings.models import TrainingSession
from shared_services.network.notices import post_to_managers
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from . import queries
from .nagging import Step

NO_LONGER_TRUE = _l("La feuille a été close avant l'envoi.")
KIND = "sheet_open"


def open_key(session: TrainingSession, step: Step) -> str:
    """Unique in the world: one message a step, for each who is told."""
    ended = session.ends_at.isoformat() if session.ends_at else ""
    return f"{KIND}:{session.id}:{ended}:J+{step.days}"


def post_sheet_open(db: Session, session: TrainingSession, step: Step, *, now: datetime) -> None:
    """The trainers; then the hub's managers too. Without a trainer, the managers at once."""
    key, payload = open_key(session, step), {"session_id": session.id}
    for number, trainer in enumerate(session.trainers):
        post(
            db,
            KIND,
            recipient=Recipient(trainer.email, trainer.locale),
            key=f"{key}:{trainer.id}" if number else key,  # the first one's is what is looked for
            payload={**payload, "person_id": trainer.id},
            now=now,
        )
    if session.hub_id is not None and (step.tells_managers or not session.trainers):
        post_to_managers(db, session.hub_id, KIND, key=f"{key}:hub", payload=payload, now=now)


@renders(KIND)
def render_sheet_open(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped when it was closed meanwhile, or nobody is on it any more."""
    session_id = payload["session_id"]
    if not queries.is_sheet_open(db, session_id):
        raise Dropped(str(NO_LONGER_TRUE))
    facts = describe(db, [session_id])[session_id]
    return Letter(
        template=KIND,
        facts={
            "person": get_person(db, payload["person_id"]),
            "facts": facts,
            "zone": facts.time_zone,
            "sheet_url": absolute_url("attendance_manage.sheet", session_id=session_id),
        },
    )

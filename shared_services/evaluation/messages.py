"""How people are asked, and reminded twice at most. Words are in templates/mail/."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.tokens import link_token
from shared_services.core import clock
from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from . import queries
from .models import FunderContact, SurveyInvitation
from .timing import REMINDERS

SURVEY_LINK = "survey"
NO_LONGER_ASKED = _l("La personne a répondu, ou le questionnaire n'est plus ouvert.")
NEXT_ONE_DUE = _l("Le rappel suivant part déjà.")


def post_invitation(
    db: Session, invitation: SurveyInvitation, to: Person | FunderContact, *, nonce: str, now: datetime
) -> None:
    """Ask now, remind in five days and in ten: each message is dropped once it is no longer needed.

    They are posted together because the link's nonce is nowhere but in them.
    """
    recipient = Recipient(to.email, to.locale if isinstance(to, Person) else "fr")
    for step, later in enumerate((timedelta(0), *REMINDERS)):
        post(
            db,
            "survey_reminder" if step else "survey_asked",
            recipient=recipient,
            key=f"survey:{invitation.id}:{step}",
            payload={"invitation_id": invitation.id, "nonce": nonce, "step": step},
            now=now,
            due_at=now + later,
        )


@renders("survey_asked")
def render_asked(db: Session, payload: dict[str, Any]) -> Letter:
    return _letter(db, "survey_asked", payload)


@renders("survey_reminder")
def render_reminder(db: Session, payload: dict[str, Any]) -> Letter:
    return _letter(db, "survey_reminder", payload)


def _letter(db: Session, template: str, payload: dict[str, Any]) -> Letter:
    """Raises Dropped once she answered, the survey is paused or closed, or the next reminder is due too."""
    invitation, step = queries.find_invitation(db, payload["invitation_id"]), payload["step"]
    now = clock.now()
    if invitation is None or not is_asked(invitation, now):
        raise Dropped(str(NO_LONGER_ASKED))
    if step < len(REMINDERS) and now >= invitation.sent_at + REMINDERS[step]:
        raise Dropped(str(NEXT_ONE_DUE))
    asked = invitation.round
    return Letter(
        template=template,
        facts={
            "survey": asked.survey,
            "hub": asked.survey.hub,
            "bookable": asked.bookable,
            "year": asked.year,
            "expires_at": invitation.expires_at,
            "is_last": step == len(REMINDERS),
            "url": absolute_url("surveys.answer", token=link_token(SURVEY_LINK, payload["nonce"])),
        },
        reply_to=asked.survey.hub.email,
    )


def is_asked(invitation: SurveyInvitation, now: datetime) -> bool:
    """Whether somebody still reads it, and may still answer."""
    person = invitation.person
    is_read = person is None or (person.erased_at is None and person.blocked_at is None)
    is_open = invitation.answered_on is None and now < invitation.expires_at
    return is_read and is_open and invitation.round.survey.is_active

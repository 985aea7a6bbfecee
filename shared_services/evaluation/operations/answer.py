"""Answering, once, without a name."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from shared_services.core.errors import existing
from shared_services.core.local_time import HOME_ZONE, to_local

from .. import queries
from ..errors import SurveyAnswered, SurveyExpired
from ..models import Moment, SurveyAnswer, SurveyAnswerValue, SurveyInvitation, SurveyRound


@dataclass(frozen=True, kw_only=True)
class Said:
    """The answer to one question: a number, a choice or words; a level has its objective and its moment."""

    question_id: int
    number: int | None = None
    choice: str | None = None
    words: str | None = None
    objective: str | None = None
    moment: Moment | None = None


def answer_survey(db: Session, token_hash: str, said: Sequence[Said], *, now: datetime) -> None:
    """Keep the answers apart from whoever gave them; the link has served.

    Raises NotFound, SurveyAnswered, SurveyExpired.
    """
    invitation = existing(queries.lock_invitation_of(db, token_hash))
    check_open(invitation, now)
    organisation = invitation.organisation
    answer = SurveyAnswer(
        round_id=invitation.round_id,
        organisation_kind=organisation.kind if organisation else None,
        departement_code=organisation.departement_code if organisation else None,
    )
    answer.values = [SurveyAnswerValue(**asdict(one)) for one in said]
    db.add(answer)
    # A day in Paris for all: the hour of the place would tell where.
    invitation.answered_on = to_local(now, HOME_ZONE).date()
    # Counted in the row of the round: two answers at once wait for each other there.
    counted = update(SurveyRound).where(SurveyRound.id == invitation.round_id)
    db.execute(counted.values(answered=SurveyRound.answered + 1))


def check_open(invitation: SurveyInvitation, now: datetime) -> None:
    """Raises SurveyAnswered when the link has served, SurveyExpired when it is too late."""
    if invitation.answered_on is not None:
        raise SurveyAnswered
    if now >= invitation.expires_at:
        raise SurveyExpired

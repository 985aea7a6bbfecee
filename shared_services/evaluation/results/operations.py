"""Taking back what should not be read."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from ..models import Survey, SurveyAnswer, SurveyAnswerValue, SurveyRound


def withdraw_words(db: Session, hub_id: int, value_ids: Sequence[int], *, by: Person, now: datetime) -> int:
    """Empty these free texts of a hub, since they tell of somebody; that there were some stays. How many."""
    statement = (
        select(SurveyAnswerValue, Survey)
        .join(SurveyAnswer, SurveyAnswerValue.answer_id == SurveyAnswer.id)
        .join(SurveyRound, SurveyAnswer.round_id == SurveyRound.id)
        .join(Survey, SurveyRound.survey_id == Survey.id)
        .where(Survey.hub_id == hub_id, SurveyAnswerValue.id.in_(value_ids), SurveyAnswerValue.words > "")
    )
    found = [(value, survey) for value, survey in db.execute(statement)]
    for value, _survey in found:
        value.words = ""
    for survey, count in Counter(survey for _value, survey in found).items():
        audit.record(db, survey, "texts_withdrawn", by=by, now=now, details={"texts": count})
    return len(found)

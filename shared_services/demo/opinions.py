"""What participants of two past sessions thought and wrote."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from shared_services.evaluation.defaults import DEFAULTS, Audience
from shared_services.evaluation.models import (
    Moment,
    Survey,
    SurveyAnswer,
    SurveyAnswerValue,
    SurveyInvitation,
    SurveyQuestion,
    SurveyRound,
)
from shared_services.evaluation.timing import OPEN_FOR
from shared_services.network.models import OrganisationKind

from .complaints import add_complaints
from .opinion_texts import read_opinions
from .part import Member, Part
from .sessions import Dated

OFFER = "accompagner-avec-pix"
SOONEST_ASKED = timedelta(days=15)  # what is later is asked about by the scheduler itself
SATISFACTION, RECOMMENDATION = (
    (5, 4, 5, 4, 3, 5, 4, 5, 4, 4, 5, 5, 4, 3),
    (9, 8, 10, 9, 6, 10, 8, 9, 7, 8, 10, 9, 8, 5),
)
PACE = ("right", "right", "fast", "right", "slow", "right", "right", "fast")
KINDS = (OrganisationKind.LOCAL_AUTHORITY, OrganisationKind.ASSOCIATION)
PLACES = ("42", "42", "43")
MOST_ANSWERS = 14


def add_opinions(part: Part, sessions: Sequence[tuple[Dated, Sequence[Member]]]) -> None:
    """`sessions` are the dated ones, each with who came. Only of the content as it is written."""
    about = [] if part.number else [(dated, came) for dated, came in sessions if _is_told(part, dated)]
    if not about:
        return
    hub_id = part.world.hub_ids[about[0][0].hub.slug]
    questions = _add_survey(part, hub_id, about[0][0].ends_at)
    texts = read_opinions()
    unsaid = {"hot.helped": list(texts.helped), "hot.change": list(texts.change)}
    said: dict[str, int] = {}
    for dated, came in about:
        said |= _add_round(part, dated, came, questions, unsaid)
    add_complaints(part, hub_id, about[-1][0], texts, said)


def _is_told(part: Part, dated: Dated) -> bool:
    return dated.text.offer == OFFER and dated.ends_at < part.now - SOONEST_ASKED


def _add_survey(part: Part, hub_id: int, at: datetime) -> dict[str, int]:
    """The survey at once, as the house asks it; the number of each question by its key."""
    survey_id = part.rows.add(
        Survey, hub_id=hub_id, audience=Audience.HOT, weeks_after=None, is_active=True, created_at=at
    )
    found = {"": survey_id}
    for position, one in enumerate(DEFAULTS[Audience.HOT], start=1):
        found[one.key] = part.rows.add(
            SurveyQuestion,
            survey_id=survey_id,
            position=position,
            kind=one.kind,
            key=one.key,
            wording="",
            choices="",
            is_required=one.is_required,
            retired_at=None,
        )
    return found


def _add_round(
    part: Part,
    dated: Dated,
    came: Sequence[Member],
    questions: dict[str, int],
    unsaid: dict[str, list[str]],
) -> dict[str, int]:
    """Whoever came was asked that evening, most answered; the number of each text that was written."""
    answered = min(MOST_ANSWERS, len(came) - 1)
    round_id = part.rows.add(
        SurveyRound,
        survey_id=questions[""],
        bookable_id=dated.id,
        year=None,
        asked_on=dated.ends_at.date(),
        invited=len(came),
        answered=answered,
    )
    sent_at = dated.ends_at + timedelta(hours=2)
    for number, member in enumerate(came):
        part.rows.add(
            SurveyInvitation,
            round_id=round_id,
            person_id=member.person_id,
            contact_id=None,
            organisation_id=member.organisation_id,
            token_hash=sha256(f"{round_id} {number}".encode()).hexdigest(),
            sent_at=sent_at,
            expires_at=sent_at + OPEN_FOR,
            answered_on=(sent_at + timedelta(days=1)).date() if number < answered else None,
        )
    objectives = [line[2:] for line in dated.offer.objectives.splitlines() if line.startswith("- ")]
    said: dict[str, int] = {}
    for number in range(answered):
        said |= _add_answer(part, round_id, number, questions, objectives, unsaid)
    return said


def _add_answer(
    part: Part,
    round_id: int,
    number: int,
    questions: dict[str, int],
    objectives: Sequence[str],
    unsaid: dict[str, list[str]],
) -> dict[str, int]:
    """Most write what helped, and as many what to change: the next text that nobody wrote yet."""
    answer_id = part.random.getrandbits(60)
    part.rows.link(
        SurveyAnswer,
        id=answer_id,
        round_id=round_id,
        organisation_kind=KINDS[number % len(KINDS)],
        departement_code=PLACES[number % len(PLACES)],
    )

    def say(key: str, **said: Any) -> int:
        value_id = part.random.getrandbits(60)
        nothing: dict[str, Any] = dict.fromkeys(("number", "choice", "words", "objective", "moment"))
        values = nothing | said
        part.rows.link(
            SurveyAnswerValue, id=value_id, answer_id=answer_id, question_id=questions[key], **values
        )
        return value_id

    say("hot.satisfaction", number=SATISFACTION[number])
    say("hot.recommendation", number=RECOMMENDATION[number])
    say("hot.pace", choice=PACE[number % len(PACE)])
    for order, words in enumerate(objectives):
        before = 1 + (number + order) % 2
        say("hot.objectives", number=before, objective=words, moment=Moment.BEFORE)
        say("hot.objectives", number=min(4, before + 2), objective=words, moment=Moment.NOW)
    silent = {"hot.helped": number % 7 == 6, "hot.change": number % 3 == 1}
    written = {key: texts.pop(0) for key, texts in unsaid.items() if texts and not silent[key]}
    return {words: say(key, words=words) for key, words in written.items()}

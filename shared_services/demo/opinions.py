"""What participants of two past sessions thought, a complaint that was answered, one that waits, and an action."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from shared_services.evaluation.complaints.models import (
    ActionText,
    Complaint,
    ComplaintState,
    ImprovementAction,
    action_complaint,
)
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

from .part import Member, Part
from .sessions import Dated

OFFER = "accompagner-avec-pix"
SOONEST_ASKED = timedelta(days=15)  # what is later is asked about by the scheduler itself
SATISFACTION, RECOMMENDATION = (
    (5, 4, 5, 4, 3, 5, 4, 5, 4, 4, 5, 5, 4, 3),
    (9, 8, 10, 9, 6, 10, 8, 9, 7, 8, 10, 9, 8, 5),
)
PACE = ("right", "right", "fast", "right", "slow", "right", "right", "fast")
HELPED = (
    "S'exercer sur de vrais tests, à deux.",
    "Le temps pris pour répondre à chacun.",
    "Les fiches à remettre à nos publics.",
    "Voir comment d'autres s'y prennent.",
)
CHANGE = (
    "Prévoir plus de temps pour les comptes qui bloquent.",
    "Le wifi de la salle a coupé deux fois le matin.",
    "Un quart d'heure de plus le midi : il n'y a rien autour.",
)
CHANGING = 8  # the first of those who answered also said what to change
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
    cited = [_add_round(part, dated, came, questions) for dated, came in about][-1]
    _add_complaints(part, hub_id, about[-1][0], cited)


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


def _add_round(part: Part, dated: Dated, came: Sequence[Member], questions: dict[str, int]) -> int:
    """Whoever came was asked that evening, most answered; the number of a text worth citing."""
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
    return [_add_answer(part, round_id, number, questions, objectives) for number in range(answered)][1]


def _add_answer(
    part: Part, round_id: int, number: int, questions: dict[str, int], objectives: Sequence[str]
) -> int:
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
    if number % 2 == 0:
        say("hot.helped", words=HELPED[number // 2 % len(HELPED)])
        return 0
    return say("hot.change", words=CHANGE[(number // 2 + 1) % len(CHANGE)]) if number < CHANGING else 0


def _add_complaints(part: Part, hub_id: int, dated: Dated, cited: int) -> None:
    manager = part.person_id(dated.offer.author)
    answered = _add_complaint(
        part,
        hub_id,
        dated,
        part.now - timedelta(days=16),
        who="aidant@demo.example",
        subject="Le wifi de la salle coupait sans cesse",
        what_happened="Deux coupures le matin, une l'après-midi. Nous avons perdu une heure de pratique.",
        wish="Une salle mieux équipée la prochaine fois.",
        state=ComplaintState.ANSWERED,
        answer="Vous avez raison. Nous venons avec notre propre routeur à partir de ce mois-ci.",
        answered_at=part.now - timedelta(days=11),
    )
    _add_complaint(
        part,
        hub_id,
        dated,
        part.now - timedelta(days=9),
        who="referent@demo.example",
        subject="Attestation jamais reçue",
        what_happened="Deux de nos collègues attendent leur attestation depuis la session.",
        wish="Les recevoir avant la fin du mois.",
        state=ComplaintState.RECEIVED,
        answer="",
        answered_at=None,
    )
    action_id = part.rows.add(
        ImprovementAction,
        hub_id=hub_id,
        what="Apporter un routeur 4G dans les salles sans wifi sûr",
        why="Des coupures de wifi font perdre du temps de pratique.",
        who="Camille, avec le prêt de matériel du hub",
        due_on=(part.now + timedelta(days=10)).date(),
        done_on=None,
        effect="",
        opened_by_id=manager,
        created_at=part.now - timedelta(days=10),
    )
    part.rows.link(action_complaint, action_id=action_id, complaint_id=answered)
    part.rows.link(ActionText, action_id=action_id, value_id=cited)


def _add_complaint(
    part: Part, hub_id: int, dated: Dated, received_at: datetime, *, who: str, **said: Any
) -> int:
    return part.rows.add(
        Complaint,
        reference=part.world.new_reference(),
        hub_id=hub_id,
        offer_id=dated.offer_id,
        booking_id=None,
        person_id=part.person_id(who),
        author_name="",
        author_email="",
        author_phone="",
        entered_by_id=None,
        received_at=received_at,
        outcome=None,
        closed_at=None,
        **said,
    )

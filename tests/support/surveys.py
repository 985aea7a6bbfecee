"""Surveys for tests: somebody came, was asked, and answers by her link."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared_services.accounts.tokens import hash_token, link_token
from shared_services.booking.models import Bookable, Booking, BookingStatus
from shared_services.core.database import read_session, transaction
from shared_services.core.references import new_reference
from shared_services.evaluation.complaints.operations import Filed, Plan, file_complaint, open_action
from shared_services.evaluation.defaults import Audience, QuestionKind
from shared_services.evaluation.messages import SURVEY_LINK
from shared_services.evaluation.models import Survey, SurveyInvitation, SurveyQuestion, SurveyRound
from shared_services.evaluation.operations import Said, answer_survey, ask_about
from shared_services.evaluation.questions.operations import add_question
from shared_services.outbox.models import OutboxMessage

from .makers import MONDAY, make_offer, make_organisation, make_person, make_session, saved


@dataclass(frozen=True)
class Opinions:
    """A link to a survey, and the numbers of a question of the hub's own, a complaint and an action."""

    link: str
    question_id: int
    complaint_id: int
    action_id: int


def make_opinions(hub: Any, person: Any, *, by: Any) -> Opinions:
    """Somebody was asked, somebody complained; the hub adapted its survey and undertook something."""
    session = make_session(make_offer(hub, author=by), starts_on=date(2026, 12, 28))
    came(session)
    ask(session)
    (nonce,) = nonces(read_session()).values()
    with transaction() as db:
        question = add_question(
            db, hub.id, Audience.COLD, kind=QuestionKind.TEXT, wording="Et le bruit ?", by=by, now=MONDAY
        )
        filed = Filed(subject="Bruit", what_happened="Trop de bruit.")
        complaint = file_complaint(db, hub.id, filed, person=person, now=MONDAY)
        action = open_action(db, hub.id, Plan(what="Isoler"), by=by, now=MONDAY)
        db.flush()
        ids = question.id, complaint.id, action.id
    return Opinions(f"/surveys/{link_token(SURVEY_LINK, nonce)}", *ids)


def came(
    session: Bookable, person: Any = None, *, status: BookingStatus = BookingStatus.ATTENDED, **given: Any
) -> Booking:
    """Somebody, new unless said otherwise, came to a session that may be past."""
    person = person or make_person()
    values: dict[str, Any] = {
        "reference": new_reference(),
        "booked_by_id": person.id,
        "booked_at": session.created_at,
        "asked_at": session.created_at,
        "confirmed_at": session.created_at,
        **session.period.dates,
    }
    return saved(Booking(bookable_id=session.id, person_id=person.id, status=status, **values | given))


def ask(session: Bookable, audience: Audience = Audience.HOT, *, now: datetime = MONDAY) -> int:
    with transaction() as db:
        return ask_about(db, session.id, audience, now=now)


def nonces(db: Session) -> dict[int, str]:
    """The nonce of each invitation, as the messages hold it."""
    payloads = db.scalars(select(OutboxMessage.payload).where(OutboxMessage.kind == "survey_asked"))
    return {payload["invitation_id"]: payload["nonce"] for payload in payloads}


def questions_of(db: Session, invitation: SurveyInvitation) -> dict[str, SurveyQuestion]:
    """The questions she is asked, by key."""
    statement = (
        select(SurveyQuestion)
        .join(Survey, SurveyQuestion.survey_id == Survey.id)
        .join(SurveyRound, SurveyRound.survey_id == Survey.id)
        .where(SurveyRound.id == invitation.round_id)
    )
    return {question.key: question for question in db.scalars(statement)}


def answers_by_key(db: Session, invitation: SurveyInvitation, given: dict[str, Any]) -> list[Said]:
    """`{"hot.satisfaction": 4, "hot.change": "Plus court."}` as answers."""
    asked = questions_of(db, invitation)
    said = []
    for key, value in given.items():
        kind = asked[key].kind.value
        name = "number" if isinstance(value, int) else "choice" if kind == "choice" else "words"
        said.append(Said(question_id=asked[key].id, **{name: value}))
    return said


def answered(
    session: Bookable, *answers: dict[str, Any], audience: Audience = Audience.HOT, now: datetime = MONDAY
) -> None:
    """As many new people came, were asked and answered that; each from an association of the Pas-de-Calais
    unless `organisation` says otherwise."""
    for given in answers:
        organisation = given.pop("organisation", None) or make_organisation()
        came(session, organisation_id=organisation.id)
    ask(session, audience, now=now)
    db = read_session()
    known = nonces(db)
    waiting = db.scalars(
        select(SurveyInvitation)
        .join(SurveyRound)
        .where(SurveyRound.bookable_id == session.id, SurveyInvitation.answered_on.is_(None))
        .order_by(SurveyInvitation.id)
    ).all()
    played = [
        (hash_token(known[one.id]), answers_by_key(db, one, given))
        for one, given in zip(waiting, answers, strict=False)
    ]
    with transaction() as db:
        for token_hash, said in played:
            answer_survey(db, token_hash, said, now=now)

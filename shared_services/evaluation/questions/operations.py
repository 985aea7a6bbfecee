"""What a hub changes in its surveys: when they leave, its own questions, whom it asks among its funders."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.core.database import upsert
from shared_services.core.errors import existing
from shared_services.network.queries import lock_hub

from .. import queries
from ..defaults import DEFAULTS, Audience, QuestionKind
from ..errors import ContactKnown, QuestionAnswered, QuestionStays, TooManyQuestions
from ..models import DEFAULT_WEEKS, FunderContact, Survey, SurveyQuestion

MOST_QUESTIONS = 12


def ensure_survey(db: Session, hub_id: int, audience: Audience, *, now: datetime) -> Survey:
    """The hub's survey, with the questions of the house if it is only made now."""
    values = {
        "hub_id": hub_id,
        "audience": audience,
        "weeks_after": DEFAULT_WEEKS if audience == Audience.COLD else None,
        "is_active": True,
        "created_at": now,
    }
    made = db.scalar(upsert(db, Survey).values(**values).on_conflict_do_nothing().returning(Survey.id))
    if made is not None:
        db.add_all(
            SurveyQuestion(
                survey_id=made,
                position=position,
                kind=question.kind,
                key=question.key,
                is_required=question.is_required,
            )
            for position, question in enumerate(DEFAULTS[audience], start=1)
        )
        db.flush()  # read again below
    return existing(queries.find_survey(db, hub_id, audience))


def set_rhythm(
    db: Session,
    hub_id: int,
    audience: Audience,
    *,
    is_active: bool,
    weeks_after: int | None,
    by: Person,
    now: datetime,
) -> Survey:
    """Send it or pause it, and say how many weeks after a session for the cold one."""
    survey = queries.lock_survey(db, ensure_survey(db, hub_id, audience, now=now).id)
    survey.is_active = is_active
    if audience == Audience.COLD and weeks_after is not None:
        survey.weeks_after = weeks_after
    details = {"is_active": is_active, "weeks_after": survey.weeks_after}
    audit.record(db, survey, "rhythm_set", by=by, now=now, details=details)
    return survey


def add_question(
    db: Session,
    hub_id: int,
    audience: Audience,
    *,
    kind: QuestionKind,
    wording: str,
    choices: str = "",
    is_required: bool = False,
    by: Person,
    now: datetime,
) -> SurveyQuestion:
    """Ask one thing more, at the end. Raises TooManyQuestions."""
    survey = queries.lock_survey(db, ensure_survey(db, hub_id, audience, now=now).id)
    _check_room(survey)
    question = SurveyQuestion(
        survey_id=survey.id,
        position=max((one.position for one in survey.questions), default=0) + 1,
        kind=kind,
        wording=wording,
        choices=choices,
        is_required=is_required,
    )
    db.add(question)
    audit.record(db, question, "asked", by=by, now=now, details={"wording": wording})
    return question


def change_question(
    db: Session,
    question_id: int,
    *,
    wording: str,
    choices: str,
    is_required: bool,
    by: Person,
    now: datetime,
) -> SurveyQuestion:
    """Word a hub's own question otherwise. Raises QuestionStays for one of the house, QuestionAnswered."""
    question = _lock_question(db, question_id)
    if question.key:
        raise QuestionStays
    if queries.list_answered(db, [question_id]):
        raise QuestionAnswered
    question.wording, question.choices, question.is_required = wording, choices, is_required
    audit.record(db, question, "reworded", by=by, now=now, details={"wording": wording})
    return question


def retire_question(db: Session, question_id: int, *, by: Person, now: datetime) -> SurveyQuestion:
    """Ask it no longer; its answers stay readable. Raises QuestionStays for one that every hub asks."""
    question = _lock_question(db, question_id)
    if question.is_common:
        raise QuestionStays
    if question.retired_at is None:
        question.retired_at = now
        audit.record(db, question, "retired", by=by, now=now)
    return question


def restore_question(db: Session, question_id: int, *, by: Person, now: datetime) -> SurveyQuestion:
    """Ask again what was retired. Raises TooManyQuestions."""
    question = _lock_question(db, question_id)
    if question.retired_at is not None:
        _check_room(queries.get_survey(db, question.survey_id))
        question.retired_at = None
        audit.record(db, question, "restored", by=by, now=now)
    return question


def move_question(db: Session, question_id: int, *, step: int, by: Person, now: datetime) -> SurveyQuestion:
    """Ask it one place later (`step` 1) or sooner (-1); where there is none it stays.

    Changes places with the next one that is asked: those retired in between stay where they are.
    """
    survey = queries.lock_survey(db, queries.get_question(db, question_id).survey_id)
    asked = [one.id for one in survey.asked]
    place = asked.index(question_id) + step if question_id in asked else -1
    question = _of(survey, question_id)
    if not 0 <= place < len(asked):
        return question
    other = survey.asked[place]
    here, there = question.position, other.position
    question.position = 1 + max(one.position for one in survey.questions)
    db.flush()  # out of the way: no two questions are ever at one place
    other.position = here
    db.flush()  # and its own place is free
    question.position = there
    audit.record(db, question, "moved", by=by, now=now, details={"from": here, "to": there})
    return question


def add_contact(
    db: Session, hub_id: int, *, name: str, email: str, by: Person, now: datetime
) -> FunderContact:
    """One person more to ask each January. Raises ContactKnown."""
    lock_hub(db, hub_id)
    if any(one.email == email for one in queries.list_contacts(db, hub_id)):
        raise ContactKnown
    contact = FunderContact(hub_id=hub_id, name=name, email=email, created_at=now)
    db.add(contact)
    audit.record(db, contact, "added", by=by, now=now)
    return contact


def remove_contact(db: Session, contact_id: int, *, by: Person, now: datetime) -> None:
    """Ask her no more; her invitations go along, what she answered stays without a name."""
    contact = queries.get_contact(db, contact_id)
    audit.record(db, contact, "removed", by=by, now=now)
    db.delete(contact)


def _lock_question(db: Session, question_id: int) -> SurveyQuestion:
    survey = queries.lock_survey(db, queries.get_question(db, question_id).survey_id)
    return _of(survey, question_id)


def _of(survey: Survey, question_id: int) -> SurveyQuestion:
    return next(question for question in survey.questions if question.id == question_id)


def _check_room(survey: Survey) -> None:
    if len(survey.asked) >= MOST_QUESTIONS:
        raise TooManyQuestions(most=MOST_QUESTIONS)

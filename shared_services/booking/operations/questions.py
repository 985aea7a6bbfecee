"""Asking, answering, telling one's needs, and forgetting what no longer serves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.catalogue.queries import lock_offer
from shared_services.core import audit
from shared_services.core.database import in_chunks

from .. import queries
from ..models import Booking
from ..questions.errors import AnswersClosed, TooManyQuestions
from ..questions.models import Answer, AnswerFile, Need, Question, QuestionKind, UsualNeed
from ..questions.queries import get_question, list_files_to_forget, list_needs_to_forget, list_questions

MOST_QUESTIONS = 10
KEPT_AFTER_THE_END = timedelta(days=30)


@dataclass(frozen=True)
class GivenFile:
    """A file that was checked: its name, type and bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Answers:
    """What was answered, by question id, and what the person needs; she may want it proposed again."""

    texts: Mapping[int, str] = field(default_factory=dict)
    files: Mapping[int, GivenFile] = field(default_factory=dict)
    need: str = ""
    keeps_need: bool = False


def ask_question(
    db: Session,
    offer_id: int,
    *,
    label: str,
    kind: QuestionKind,
    options: str,
    is_required: bool,
    by: Person,
    now: datetime,
) -> Question:
    """Ask one thing more at each booking of the offer. Raises TooManyQuestions."""
    lock_offer(db, offer_id)
    if len(list_questions(db, offer_id)) >= MOST_QUESTIONS:
        raise TooManyQuestions(most=MOST_QUESTIONS)
    question = Question(offer_id=offer_id, label=label, kind=kind, options=options, is_required=is_required)
    db.add(question)
    audit.record(db, question, "asked", by=by, now=now, details={"offer_id": offer_id, "label": label})
    return question


def retire_question(db: Session, question_id: int, *, by: Person, now: datetime) -> None:
    """Ask it no longer; what was answered stays readable."""
    question = get_question(db, question_id)
    if question.retired_at is None:
        question.retired_at = now
        audit.record(db, question, "retired", by=by, now=now)


def record_answers(db: Session, booking: Booking, answers: Answers, *, leaves_usual: bool = False) -> None:
    """Write what was answered with a booking, over what was answered before. The caller checked it.

    `leaves_usual`: answered some time ago, it says nothing of what she needs each time from now on.
    """
    db.flush()  # answers need the booking's id
    known = {
        answer.question_id: answer for answer in db.query(Answer).filter(Answer.booking_id == booking.id)
    }
    for question_id, text in answers.texts.items():
        _write(db, booking, known.get(question_id), question_id, text)
    for question_id, given in answers.files.items():
        answer = _write(db, booking, known.get(question_id), question_id, given.name)
        db.merge(AnswerFile(answer_id=answer.id, media_type=given.media_type, content=given.content))
    _state_need(db, booking, answers, leaves_usual=leaves_usual)


def answers_given(db: Session, booking: Booking) -> Answers:
    """What was answered with a booking, of what is still asked; a file only as long as it is there."""
    statement = (
        select(Answer, Question.kind, AnswerFile)
        .join(Answer.question)
        .outerjoin(AnswerFile, AnswerFile.answer_id == Answer.id)
        .where(Answer.booking_id == booking.id, Question.retired_at.is_(None))
    )
    texts, files = {}, {}
    for answer, kind, file in db.execute(statement):
        if kind != QuestionKind.FILE:
            texts[answer.question_id] = answer.text
        elif file is not None:
            files[answer.question_id] = GivenFile(answer.text, file.media_type, file.content)
    need = db.get(Need, booking.id)
    return Answers(texts, files, need=need.text if need else "")


def carry_answers(db: Session, origin: Booking, target: Booking) -> None:
    """Write what was answered with one booking of an offer with another of it, where nothing is said yet."""
    db.flush()  # the other needs its number
    carried, known = answers_given(db, origin), answers_given(db, target)
    if not (known.texts or known.files or known.need):
        record_answers(db, target, carried, leaves_usual=True)


def drop_answers(db: Session, booking: Booking) -> None:
    """Delete what was said with a booking: the place goes to somebody else."""
    answers = select(Answer.id).where(Answer.booking_id == booking.id)
    db.execute(delete(AnswerFile).where(AnswerFile.answer_id.in_(answers)))
    db.execute(delete(Answer).where(Answer.booking_id == booking.id))
    db.execute(delete(Need).where(Need.booking_id == booking.id))


def change_answers(db: Session, booking_id: int, answers: Answers, *, by: Person, now: datetime) -> None:
    """Answer again, until bookings close. Raises AnswersClosed."""
    booking, bookable = queries.lock_booking(db, booking_id)
    if not booking.is_live or bookable.is_over(now):
        raise AnswersClosed
    record_answers(db, booking, answers)
    audit.record(db, booking, "answered", by=by, now=now)


def forget_answers(db: Session, *, now: datetime) -> int:
    """Delete the files and needs that no longer serve."""
    before = now - KEPT_AFTER_THE_END
    files = list_files_to_forget(db, ended_before=before)
    needs = list_needs_to_forget(db, ended_before=before)
    for ids in in_chunks(files):
        db.execute(delete(AnswerFile).where(AnswerFile.answer_id.in_(ids)))
    for ids in in_chunks(needs):
        db.execute(delete(Need).where(Need.booking_id.in_(ids)))
    return len(files) + len(needs)


def _write(db: Session, booking: Booking, known: Answer | None, question_id: int, text: str) -> Answer:
    answer = known or Answer(booking_id=booking.id, question_id=question_id)
    answer.text = text
    db.add(answer)
    db.flush()
    return answer


def _state_need(db: Session, booking: Booking, answers: Answers, *, leaves_usual: bool) -> None:
    stated, usual = db.get(Need, booking.id), db.get(UsualNeed, booking.person_id)
    if answers.need:
        db.merge(Need(booking_id=booking.id, text=answers.need))
    elif stated is not None:
        db.delete(stated)
    if leaves_usual:
        return
    if answers.need and answers.keeps_need:
        db.merge(UsualNeed(person_id=booking.person_id, text=answers.need))
    elif usual is not None:
        db.delete(usual)

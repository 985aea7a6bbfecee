"""Reads about questions, answers and needs."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from shared_services.core.errors import existing

from ..models import Booking, BookingStatus
from .models import Answer, AnswerFile, Need, Question, UsualNeed

GIVEN_UP = (BookingStatus.CANCELLED, BookingStatus.REFUSED)


def list_questions(db: Session, offer_id: int | None) -> list[Question]:
    """What the offer asks today, in the order it was written."""
    asked = select(Question).where(Question.offer_id == offer_id, Question.retired_at.is_(None))
    return list(db.scalars(asked.order_by(Question.id)))


def list_questions_of(db: Session, offer_ids: Collection[int]) -> list[Question]:
    """What those offers ask today, in the order it was written; one statement."""
    asked = select(Question).where(Question.offer_id.in_(offer_ids), Question.retired_at.is_(None))
    return list(db.scalars(asked.order_by(Question.id)))


def get_question(db: Session, question_id: int) -> Question:
    """Raises NotFound."""
    return existing(db.get(Question, question_id))


def count_answers(db: Session, question_ids: Sequence[int]) -> dict[int, int]:
    """How many people answered each of those questions."""
    counted = (
        select(Answer.question_id, func.count())
        .where(Answer.question_id.in_(question_ids))
        .group_by(Answer.question_id)
    )
    return dict(db.execute(counted).all())


def answers_of(db: Session, booking_ids: Sequence[int]) -> dict[int, list[Answer]]:
    """The answers given with each of those bookings, with their questions; one statement."""
    found: dict[int, list[Answer]] = {}
    answers = select(Answer).where(Answer.booking_id.in_(booking_ids)).options(joinedload(Answer.question))
    for answer in db.scalars(answers.order_by(Answer.question_id)):
        found.setdefault(answer.booking_id, []).append(answer)
    return found


def needs_of(db: Session, booking_ids: Sequence[int]) -> dict[int, str]:
    """What the people of those bookings need; one statement."""
    rows = db.execute(select(Need.booking_id, Need.text).where(Need.booking_id.in_(booking_ids)))
    return dict(rows.all())


def find_usual_need(db: Session, person_id: int) -> str:
    found = db.get(UsualNeed, person_id)
    return found.text if found else ""


def lacks_answers(db: Session, booking: Booking, offer_id: int | None) -> bool:
    """Whether a compulsory question of the offer has no answer yet in this booking."""
    answered = select(Answer.question_id).where(Answer.booking_id == booking.id)
    lacking = select(Question.id).where(
        Question.offer_id == offer_id,
        Question.retired_at.is_(None),
        Question.is_required,
        Question.id.not_in(answered),
    )
    return db.scalar(lacking.limit(1)) is not None


def get_file(db: Session, booking_id: int, question_id: int) -> tuple[Answer, AnswerFile]:
    """Raises NotFound, also once it was deleted."""
    found = existing(
        db.execute(
            select(Answer, AnswerFile)
            .join(AnswerFile, AnswerFile.answer_id == Answer.id)
            .where(Answer.booking_id == booking_id, Answer.question_id == question_id)
        ).first()
    )
    return found[0], found[1]


def list_files_to_forget(db: Session, *, ended_before: datetime) -> list[int]:
    """Answers whose file no longer serves: the date is long over, or the place was given up."""
    return list(
        db.scalars(
            select(AnswerFile.answer_id)
            .join(Answer, Answer.id == AnswerFile.answer_id)
            .join(Booking, Booking.id == Answer.booking_id)
            .where(or_(Booking.ends_at < ended_before, Booking.status.in_(GIVEN_UP)))
        )
    )


def list_needs_to_forget(db: Session, *, ended_before: datetime) -> list[int]:
    """Bookings whose needs no longer serve, likewise."""
    return list(
        db.scalars(
            select(Need.booking_id)
            .join(Booking, Booking.id == Need.booking_id)
            .where(or_(Booking.ends_at < ended_before, Booking.status.in_(GIVEN_UP)))
        )
    )

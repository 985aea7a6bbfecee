"""What she answers for a module that is not booked yet, kept until there is a booking to write it with."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shared_services.booking.models import Booking
from shared_services.booking.operations import record_answers
from shared_services.booking.operations.questions import Answers, GivenFile

from ..models import EnrolmentStep, StepFile


def put_aside(db: Session, step: EnrolmentStep, answers: Answers) -> None:
    """The words with the step, files apart, over what was there."""
    forget(db, [step])
    step.answers = {
        "texts": {str(number): text for number, text in answers.texts.items()},
        "need": answers.need,
    }
    db.flush()  # files need the step's number
    for question_id, file in answers.files.items():
        kept = {"name": file.name, "media_type": file.media_type, "content": file.content}
        db.add(StepFile(step_id=step.id, question_id=question_id, **kept))


def take_up(db: Session, step: EnrolmentStep, booking: Booking) -> None:
    """Write what was put aside, if anything was, with the booking."""
    if step.answers is None:
        return
    record_answers(db, booking, _kept(db, step, step.answers), leaves_usual=True)
    forget(db, [step])


def forget(db: Session, steps: Sequence[EnrolmentStep]) -> None:
    """Delete what was put aside for them."""
    kept = [step for step in steps if step.answers is not None]
    if not kept:
        return
    db.execute(delete(StepFile).where(StepFile.step_id.in_(step.id for step in kept)))
    for step in kept:
        step.answers = None


def _kept(db: Session, step: EnrolmentStep, answers: dict[str, Any]) -> Answers:
    texts = {int(number): text for number, text in answers["texts"].items()}
    files = {
        one.question_id: GivenFile(one.name, one.media_type, one.content)
        for one in db.scalars(select(StepFile).where(StepFile.step_id == step.id))
    }
    return Answers(texts, files, need=answers["need"])

"""Reads about complaints and improvement actions."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from shared_services.booking.models import Bookable, Booking
from shared_services.core.errors import existing

from ..models import Survey, SurveyAnswer, SurveyAnswerValue, SurveyRound
from .models import LATE_AFTER, ActionText, Complaint, ComplaintState, ImprovementAction

Found = TypeVar("Found")

MOST_BOOKINGS = 20


def get_complaint(db: Session, complaint_id: int) -> Complaint:
    """With its hub, its author and what it is about. Raises NotFound."""
    return _one(db, _complaints().where(Complaint.id == complaint_id))


def get_complaint_by_reference(db: Session, reference: str) -> Complaint:
    """The same. Raises NotFound."""
    return _one(db, _complaints().where(Complaint.reference == reference))


def lock_complaint(db: Session, complaint_id: int) -> Complaint:
    """Read again under its lock: it is answered once. Raises NotFound."""
    db.execute(select(Complaint.id).where(Complaint.id == complaint_id).with_for_update())
    statement = _complaints().where(Complaint.id == complaint_id)
    return _one(db, statement.execution_options(populate_existing=True))


def complaints_of_hub(hub_id: int, *, waiting: bool) -> Select[Complaint]:
    """The register: those that wait for something, the oldest first; or all, the latest first."""
    statement = _complaints().where(Complaint.hub_id == hub_id)
    if waiting:
        statement = statement.where(Complaint.state != ComplaintState.CLOSED)
        return statement.order_by(Complaint.received_at, Complaint.id)
    return statement.order_by(Complaint.received_at.desc(), Complaint.id.desc())


def list_complaints_of(db: Session, person_id: int) -> list[Complaint]:
    """Those that a person filed, the latest first."""
    statement = _complaints().where(Complaint.person_id == person_id)
    return list(db.scalars(statement.order_by(Complaint.received_at.desc(), Complaint.id.desc())))


def list_late_complaints(db: Session, hub_id: int, *, now: datetime) -> list[Complaint]:
    """Those of a hub that nobody answered for a week, the oldest first."""
    statement = _complaints().where(
        Complaint.hub_id == hub_id,
        Complaint.answered_at.is_(None),
        Complaint.state != ComplaintState.CLOSED,
        Complaint.received_at <= now - LATE_AFTER,
    )
    return list(db.scalars(statement.order_by(Complaint.received_at, Complaint.id)))


def count_waiting_complaints(db: Session, hub_id: int) -> int:
    """How many complaints about a hub nobody answered yet."""
    statement = select(func.count(Complaint.id)).where(
        Complaint.hub_id == hub_id,
        Complaint.answered_at.is_(None),
        Complaint.state != ComplaintState.CLOSED,
    )
    return db.scalar(statement) or 0


def list_complaints(db: Session, hub_id: int, complaint_ids: Sequence[int]) -> list[Complaint]:
    """These, when they are about that hub."""
    statement = _complaints().where(Complaint.hub_id == hub_id, Complaint.id.in_(complaint_ids))
    return list(db.scalars(statement.order_by(Complaint.received_at, Complaint.id)))


def list_bookings_at(db: Session, hub_id: int, person_id: int) -> list[Booking]:
    """The latest bookings of a person at a hub, with what they are for."""
    return list(
        db.scalars(
            select(Booking)
            .join(Booking.bookable)
            .where(Bookable.hub_id == hub_id, Booking.person_id == person_id)
            .options(joinedload(Booking.bookable).joinedload(Bookable.offer))
            .order_by(Booking.starts_at.desc(), Booking.id.desc())
            .limit(MOST_BOOKINGS)
        )
    )


def get_action(db: Session, action_id: int) -> ImprovementAction:
    """With its hub and the complaints it cites. Raises NotFound."""
    return _one(db, _actions().where(ImprovementAction.id == action_id))


def list_actions(db: Session, hub_id: int) -> list[ImprovementAction]:
    """The actions of a hub: what is to do, the soonest first, then what is done, the latest first."""
    actions = db.scalars(
        _actions()
        .where(ImprovementAction.hub_id == hub_id)
        .order_by(ImprovementAction.due_on, ImprovementAction.id)
    ).all()
    done = sorted((a for a in actions if a.done_on), key=lambda a: str(a.done_on), reverse=True)
    return [action for action in actions if action.done_on is None] + done


def list_cited(db: Session, action_ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """The number and words of each text that the actions cite, by action."""
    rows = db.execute(
        select(ActionText.action_id, SurveyAnswerValue.id, SurveyAnswerValue.words)
        .join(SurveyAnswerValue, ActionText.value_id == SurveyAnswerValue.id)
        .where(ActionText.action_id.in_(action_ids))
        .order_by(SurveyAnswerValue.id)
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for action_id, value_id, words in rows:
        found.setdefault(action_id, []).append((value_id, words or ""))
    return found


def find_words(db: Session, hub_id: int, value_ids: Sequence[int]) -> dict[int, str]:
    """These free texts, when they were written to that hub."""
    statement = (
        select(SurveyAnswerValue.id, SurveyAnswerValue.words)
        .join(SurveyAnswer, SurveyAnswerValue.answer_id == SurveyAnswer.id)
        .join(SurveyRound, SurveyAnswer.round_id == SurveyRound.id)
        .join(Survey, SurveyRound.survey_id == Survey.id)
        .where(
            Survey.hub_id == hub_id,
            SurveyAnswerValue.id.in_(value_ids),
            SurveyAnswerValue.words.is_not(None),
        )
        .order_by(SurveyAnswerValue.id)
    )
    return {value_id: words or "" for value_id, words in db.execute(statement)}


def count_to_do(db: Session, hub_id: int) -> int:
    """How many actions of a hub are not done."""
    statement = select(func.count(ImprovementAction.id)).where(
        ImprovementAction.hub_id == hub_id, ImprovementAction.done_on.is_(None)
    )
    return db.scalar(statement) or 0


def _complaints() -> Select[Complaint]:
    return select(Complaint).options(
        joinedload(Complaint.hub),
        joinedload(Complaint.person),
        joinedload(Complaint.offer),
        joinedload(Complaint.booking).joinedload(Booking.bookable).joinedload(Bookable.offer),
    )


def _actions() -> Select[ImprovementAction]:
    return select(ImprovementAction).options(
        joinedload(ImprovementAction.hub),
        selectinload(ImprovementAction.complaints),
    )


def _one(db: Session, statement: Select[Found]) -> Found:
    return existing(db.scalar(statement))

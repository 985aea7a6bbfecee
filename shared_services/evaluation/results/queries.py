"""Counts of answers. Nothing here reads one answer by itself, except words, which carry nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select, true
from sqlalchemy.orm import Session

from shared_services.booking.models import Bookable
from shared_services.catalogue.models import Offer
from shared_services.network.models import OrganisationKind

from ..defaults import RECOMMENDATION, RECOMMENDS_FROM, SATISFACTION, Audience
from ..models import Moment, Survey, SurveyAnswer, SurveyAnswerValue, SurveyQuestion, SurveyRound

MOST_WORDS = 200


@dataclass(frozen=True)
class Round:
    """One survey put once, with how many were asked and answered. Session and offer are None for a year."""

    id: int
    hub_id: int
    audience: Audience
    asked_on: date
    invited: int
    answered: int
    bookable_id: int | None
    kind: str | None
    starts_at: datetime | None
    time_zone: str | None
    offer_id: int | None
    title: str | None


@dataclass(frozen=True)
class Tally:
    """How many answers of a round say this of a question, or of one objective at one moment."""

    round_id: int
    question_id: int
    objective: str | None
    moment: Moment | None
    number: int | None
    choice: str | None
    count: int


@dataclass(frozen=True)
class Mark:
    """Notes given in one round by those of one kind of organisation in one place: how many, and their sum."""

    round_id: int
    organisation_kind: OrganisationKind | None
    departement_code: str | None
    n: int
    total: int


@dataclass(frozen=True)
class PublicResult:
    """What an offer shows of what people thought: means and shares over everybody who answered."""

    invited: int
    answered: int
    satisfaction: float
    recommending: int | None

    @property
    def rate(self) -> int:
        """In hundredths of those who were asked."""
        return round(100 * self.answered / self.invited)


def list_rounds(db: Session, hub_ids: Sequence[int], audience: Audience) -> list[Round]:
    """All that these hubs asked of one audience, the latest first."""
    return _rounds(db, Survey.hub_id.in_(hub_ids), Survey.audience == audience)


def list_rounds_about(db: Session, bookable_ids: Sequence[int], audiences: Sequence[Audience]) -> list[Round]:
    """What was asked about these dates, the latest first."""
    return _rounds(db, SurveyRound.bookable_id.in_(bookable_ids), Survey.audience.in_(audiences))


def _rounds(db: Session, *of: ColumnElement[bool]) -> list[Round]:
    statement: Select[*tuple[Any, ...]] = (
        select(
            SurveyRound.id,
            Survey.hub_id,
            Survey.audience,
            SurveyRound.asked_on,
            SurveyRound.invited,
            SurveyRound.answered,
            SurveyRound.bookable_id,
            Bookable.kind,
            Bookable.starts_at,
            Bookable.time_zone,
            Bookable.offer_id,
            Offer.title,
        )
        .join(Survey, SurveyRound.survey_id == Survey.id)
        .outerjoin(Bookable, SurveyRound.bookable_id == Bookable.id)
        .outerjoin(Offer, Bookable.offer_id == Offer.id)
        .where(*of)
        .order_by(SurveyRound.asked_on.desc(), SurveyRound.id.desc())
    )
    return [Round(*row) for row in db.execute(statement)]


def tally(db: Session, round_ids: Sequence[int]) -> list[Tally]:
    """The answers of these rounds, counted by round, question and what they say; words apart."""
    value = SurveyAnswerValue
    said = (
        SurveyAnswer.round_id,
        value.question_id,
        value.objective,
        value.moment,
        value.number,
        value.choice,
    )
    statement = (
        select(*said, func.count())
        .join(SurveyAnswer, value.answer_id == SurveyAnswer.id)
        .where(SurveyAnswer.round_id.in_(round_ids), value.words.is_(None))
        .group_by(*said)
    )
    return [Tally(*row) for row in db.execute(statement)]


def list_words(db: Session, round_ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """The free texts by question, each with its number: an order that never changes and tells nothing."""
    value = SurveyAnswerValue
    statement = (
        select(value.question_id, value.id, value.words)
        .join(SurveyAnswer, value.answer_id == SurveyAnswer.id)
        .where(SurveyAnswer.round_id.in_(round_ids), value.words.is_not(None))
        .order_by(value.id)
        .limit(MOST_WORDS)
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for question_id, value_id, words in db.execute(statement):
        found.setdefault(question_id, []).append((value_id, words or ""))
    return found


def list_marks(db: Session, round_ids: Sequence[int], key: str) -> list[Mark]:
    """The notes given to a question of the house in these rounds, added up by who gave them."""
    value, answer = SurveyAnswerValue, SurveyAnswer
    by = (answer.round_id, answer.organisation_kind, answer.departement_code)
    statement = (
        select(*by, func.count(value.id), func.sum(value.number))
        .join(answer, value.answer_id == answer.id)
        .join(SurveyQuestion, value.question_id == SurveyQuestion.id)
        .where(answer.round_id.in_(round_ids), SurveyQuestion.key == key, value.number.is_not(None))
        .group_by(*by)
    )
    return [
        Mark(round_id, kind, code, n, int(total or 0))
        for round_id, kind, code, n, total in db.execute(statement)
    ]


def find_public_result(db: Session, offer_id: int, *, least: int) -> PublicResult | None:
    """What participants of an offer said at once, in one statement; None below `least` answers."""
    value, rounds = SurveyAnswerValue, _hot_rounds(offer_id)
    counts = select(func.sum(SurveyRound.invited), func.sum(SurveyRound.answered)).where(
        SurveyRound.id.in_(rounds)
    )
    counted = counts.subquery()
    is_note, is_wish = SurveyQuestion.key == SATISFACTION, SurveyQuestion.key == RECOMMENDATION
    notes = (
        select(
            func.avg(case((is_note, value.number))),
            func.count(case((is_note, value.id))),
            func.count(case((is_wish & (value.number >= RECOMMENDS_FROM), value.id))),
            func.count(case((is_wish, value.id))),
        )
        .join(SurveyAnswer, value.answer_id == SurveyAnswer.id)
        .join(SurveyQuestion, value.question_id == SurveyQuestion.id)
        .where(SurveyAnswer.round_id.in_(rounds))
        .subquery()
    )
    row = db.execute(select(counted, notes).select_from(counted.join(notes, true()))).one()
    invited, answered, mean, noted, wishing, asked = row
    if (noted or 0) < least:
        return None
    share = round(100 * wishing / asked) if asked >= least else None
    return PublicResult(int(invited), int(answered), float(mean), share)


def _hot_rounds(offer_id: int) -> Any:
    return (
        select(SurveyRound.id)
        .join(Survey, SurveyRound.survey_id == Survey.id)
        .join(Bookable, SurveyRound.bookable_id == Bookable.id)
        .where(Bookable.offer_id == offer_id, Survey.audience == Audience.HOT)
    )

"""What was answered, as a page or a file shows it: for a hub, one offer, one session or one year."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from shared_services.core.errors import NotFound
from shared_services.core.i18n import _

from ..defaults import Audience, QuestionKind
from ..models import Moment, SurveyQuestion
from ..queries import find_survey
from . import queries
from .breakdowns import break_down
from .masking import LEAST, Group, hidden_keys
from .queries import Round, Tally

_SCOPE = re.compile(r"(offer|session|year)-([0-9]{1,9})")
NUMBERS = {QuestionKind.SCORE: range(11), QuestionKind.SCALE: range(1, 6)}


@dataclass(frozen=True)
class Scope:
    """Of what: the whole hub, an offer, a session or a year."""

    kind: str = "hub"
    number: int = 0

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}" if self.number else ""

    def has(self, one: Round) -> bool:
        known = {"offer": one.offer_id, "session": one.bookable_id, "year": one.asked_on.year}
        return self.kind == "hub" or known[self.kind] == self.number


@dataclass(frozen=True)
class Bar:
    """How many gave one answer, and their share in hundredths."""

    label: str
    count: int
    share: int


@dataclass(frozen=True)
class Level:
    """One objective: the mean level before and now, and how many told it."""

    words: str
    before: float | None
    now: float | None
    n: int


@dataclass(frozen=True)
class QuestionResult:
    """What was answered to one question. `n` answers; nothing else of numbers when there are too few."""

    question: SurveyQuestion
    n: int
    mean: float | None = None
    bars: list[Bar] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    words: list[tuple[int, str]] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        return bool(self.words) or self.n >= LEAST

    @property
    def out_of(self) -> int:
        return NUMBERS[self.question.kind][-1]


@dataclass(frozen=True)
class Results:
    """The answers of a scope; too few of them are not shown. `breakdowns`: a title and its groups."""

    audience: Audience
    scope: Scope
    title: str
    rounds: list[Round]
    is_shown: bool
    questions: list[QuestionResult] = field(default_factory=list)
    breakdowns: list[tuple[str, list[Group]]] = field(default_factory=list)

    @property
    def invited(self) -> int:
        return sum(one.invited for one in self.rounds)

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.rounds)

    @property
    def session(self) -> Round | None:
        """The one session that they are about."""
        return self.rounds[0] if self.scope.kind == "session" else None

    @property
    def rate(self) -> int:
        """In hundredths of those who were asked."""
        return round(100 * self.answered / self.invited) if self.invited else 0


def read_scope(text: str) -> Scope:
    """`offer-12`, `session-4`, `year-2026`, or nothing for the whole hub. Raises NotFound."""
    if not text:
        return Scope()
    if match := _SCOPE.fullmatch(text):
        return Scope(match[1], int(match[2]))
    raise NotFound


def results_of(db: Session, hub_id: int, audience: Audience, scope: Scope) -> Results:
    """The answers of one audience of a hub. Raises NotFound when nobody was asked about that."""
    everything = queries.list_rounds(db, hub_id, audience)
    rounds = [one for one in everything if scope.has(one)]
    if not rounds and scope.kind != "hub":
        raise NotFound
    title = _title(rounds, scope)
    if not is_told(everything, scope):
        return Results(audience, scope, title, rounds, is_shown=False)
    survey = find_survey(db, hub_id, audience)
    asked = survey.questions if survey else []
    return Results(
        audience,
        scope,
        title,
        rounds,
        is_shown=True,
        questions=_questions(db, asked, [one.id for one in rounds]),
        breakdowns=break_down(db, audience, scope.kind, rounds, asked),
    )


def is_told(everything: Sequence[Round], scope: Scope) -> bool:
    """Whether the scope has answers enough, and is not what lets a smaller one be worked out."""
    if sum(one.answered for one in everything if scope.has(one)) < LEAST:
        return False
    if scope.kind == "year":
        return scope.number not in hidden_keys(_sizes(everything, lambda one: one.asked_on.year))
    if scope.kind == "offer":
        return scope.number not in hidden_keys(_sizes(everything, lambda one: one.offer_id))
    if scope.kind == "session":
        offer_id = next(one.offer_id for one in everything if scope.has(one))
        siblings = [one for one in everything if one.offer_id == offer_id]
        return scope.number not in hidden_keys(_sizes(siblings, lambda one: one.bookable_id))
    return True


def _sizes(rounds: Iterable[Round], key: Callable[[Round], object]) -> list[tuple[object, int]]:
    sizes: dict[object, int] = defaultdict(int)
    for one in rounds:
        sizes[key(one)] += one.answered
    return list(sizes.items())


def _title(rounds: Sequence[Round], scope: Scope) -> str:
    if scope.kind == "hub":
        return _("Tout le hub")
    if scope.kind == "year":
        return str(scope.number)
    return rounds[0].title or ""


def _questions(
    db: Session, asked: Sequence[SurveyQuestion], round_ids: Sequence[int]
) -> list[QuestionResult]:
    counted: dict[int, list[Tally]] = defaultdict(list)
    for one in queries.tally(db, round_ids):
        counted[one.question_id].append(one)
    words = queries.list_words(db, round_ids)
    found = []
    for question in asked:
        if question.id in counted:
            found.append(_numbers(question, counted[question.id]))
        elif question.id in words:
            found.append(QuestionResult(question, len(words[question.id]), words=words[question.id]))
    return found


def _numbers(question: SurveyQuestion, tallies: Sequence[Tally]) -> QuestionResult:
    if question.kind == QuestionKind.OBJECTIVES:
        levels = _levels(tallies)
        return QuestionResult(question, max(one.n for one in levels), levels=levels)
    n = sum(one.count for one in tallies)
    if n < LEAST:
        return QuestionResult(question, n)
    if question.kind == QuestionKind.CHOICE:
        by_choice = {one.choice: one.count for one in tallies}
        bars = [_bar(words, by_choice.get(value, 0), n) for value, words in question.options]
        return QuestionResult(question, n, bars=bars)
    by_number = {one.number: one.count for one in tallies}
    total = sum((number or 0) * count for number, count in by_number.items())
    bars = [_bar(str(number), by_number.get(number, 0), n) for number in NUMBERS[question.kind]]
    return QuestionResult(question, n, mean=total / n, bars=bars)


def _bar(label: str, count: int, n: int) -> Bar:
    return Bar(label, count, round(100 * count / n))


def _levels(tallies: Sequence[Tally]) -> list[Level]:
    """Each objective that enough people told, in the order of the words."""
    sums: dict[tuple[str, Moment | None], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for one in tallies:
        key = (one.objective or "", one.moment)
        total, n = sums[key]
        sums[key] = (total + (one.number or 0) * one.count, n + one.count)

    def mean(words: str, moment: Moment) -> float | None:
        total, n = sums.get((words, moment), (0, 0))
        return total / n if n >= LEAST else None

    found = []
    for words in sorted({words for words, _moment in sums}):
        n = max(count for (told, _moment), (_total, count) in sums.items() if told == words)
        found.append(Level(words, mean(words, Moment.BEFORE), mean(words, Moment.NOW), n))
    return found

"""What was answered, as a page or a file shows it: for a hub, one offer or one session, over some time."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from shared_services.core.errors import NotFound
from shared_services.core.i18n import _

from ..defaults import SATISFACTION, Audience, QuestionKind
from ..models import Moment, SurveyQuestion
from ..queries import find_survey
from . import queries
from .breakdowns import BreakDown, break_down, of_rounds, parts_of
from .masking import LEAST, Group, told_within
from .queries import Round, Tally

_SCOPE = re.compile(r"(offer|session)-([0-9]{1,9})")
NUMBERS = {QuestionKind.SCORE: range(11), QuestionKind.SCALE: range(1, 6)}


@dataclass(frozen=True)
class Scope:
    """Of what: the whole hub, an offer or a session; of all dates, or from `since` to `until`."""

    kind: str = "hub"
    number: int = 0
    since: date | None = None
    until: date | None = None

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}" if self.number else ""

    def is_about(self, one: Round) -> bool:
        known = {"offer": one.offer_id, "session": one.bookable_id}
        return self.kind == "hub" or known[self.kind] == self.number

    def is_in_time(self, one: Round) -> bool:
        return (self.since or date.min) <= one.asked_on <= (self.until or date.max)


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
    """The answers of a scope; too few of them are not shown. `untold` wait until there are enough."""

    audience: Audience
    scope: Scope
    title: str
    rounds: list[Round]
    is_shown: bool
    questions: list[QuestionResult] = field(default_factory=list)
    breakdowns: list[BreakDown] = field(default_factory=list)
    untold: int = 0

    @property
    def invited(self) -> int:
        return sum(one.invited for one in self.rounds)

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.rounds)

    @property
    def is_cut(self) -> bool:
        """Whether there may be more free texts than are read at once."""
        return sum(len(one.words) for one in self.questions) >= queries.MOST_WORDS

    @property
    def session(self) -> Round | None:
        """The one session that they are about."""
        return self.rounds[0] if self.scope.kind == "session" else None

    @property
    def rate(self) -> int:
        """In hundredths of those who were asked."""
        return round(100 * self.answered / self.invited) if self.invited else 0


@dataclass(frozen=True)
class Led:
    """The sessions that somebody led, the latest first: what is told of each by its round, and of all."""

    rounds: list[Round]
    each: dict[object, Group]
    together: Group


def read_scope(text: str) -> Scope:
    """`offer-12`, `session-4`, or nothing for the whole hub. Raises NotFound."""
    if not text:
        return Scope()
    if match := _SCOPE.fullmatch(text):
        return Scope(match[1], int(match[2]))
    raise NotFound


def results_of(db: Session, hub_id: int, audience: Audience, scope: Scope) -> Results:
    """The answers of one audience of a hub. Raises NotFound when nobody was ever asked about that."""
    everything = queries.list_rounds(db, [hub_id], audience)
    about = [one for one in everything if scope.is_about(one)]
    if not about and scope.kind != "hub":
        raise NotFound
    rounds = [one for one in about if scope.is_in_time(one)]
    title = (about[0].title or "") if scope.kind != "hub" else _("Tout le hub")
    wanted = {one.id for one in rounds}
    told = told_within(parts_of(everything, {one.id: one.answered for one in everything}), wanted)
    if not told:
        return Results(audience, scope, title, rounds, is_shown=False)
    survey = find_survey(db, hub_id, audience)
    results = Results(
        audience,
        scope,
        title,
        rounds,
        is_shown=True,
        questions=_questions(db, survey.questions if survey else [], everything, wanted, told),
        untold=sum(one.answered for one in rounds if one.id not in told),
    )
    if scope.kind == "session":
        return results
    groups = break_down(db, audience, everything, rounds, of_offer=scope.kind == "offer")
    return replace(results, breakdowns=groups)


def what_was_led(db: Session, bookable_ids: Sequence[int]) -> Led:
    """What participants thought at once of these sessions, each and together."""
    mine = queries.list_rounds_about(db, bookable_ids, [Audience.HOT])
    hub_ids = sorted({one.hub_id for one in mine})
    everything = queries.list_rounds(db, hub_ids, Audience.HOT)
    marks = queries.list_marks(db, [one.id for one in everything], SATISFACTION)
    each: dict[object, Group] = {}
    n = total = 0
    for hub_id in hub_ids:
        of_hub = [one for one in everything if one.hub_id == hub_id]
        own = [one for one in mine if one.hub_id == hub_id]
        each |= {one.key: one for one in of_rounds(of_hub, marks, [(one, one.id, "") for one in own])}
        for group in of_rounds(of_hub, marks, [(one, None, "") for one in own]):
            n, total = n + group.n, total + group.total
    return Led(mine, each, Group(key=None, label="", n=n, total=total))


def without_words(results: Results) -> Results:
    """The same, for somebody whom the free texts may not be about."""
    return replace(results, questions=[one for one in results.questions if not one.words])


def _questions(
    db: Session,
    asked: Sequence[SurveyQuestion],
    everything: Sequence[Round],
    wanted: set[int],
    told: set[int],
) -> list[QuestionResult]:
    """Numbers of whole cells, of those who answered that very question; texts of whole cells of answers."""
    tallies: dict[tuple[int, str | None, Moment | None], list[Tally]] = defaultdict(list)
    for one in queries.tally(db, [one.id for one in everything]):
        tallies[one.question_id, one.objective, one.moment].append(one)
    numbers: dict[int, list[Tally]] = defaultdict(list)
    for (question_id, _objective, _moment), counts in tallies.items():
        if any(one.round_id in wanted for one in counts):
            numbers[question_id] += _told(counts, everything, wanted)
    words = queries.list_words(db, list(told))
    found = []
    for question in asked:
        if question.id in numbers:
            found.append(_numbers(question, numbers[question.id]))
        elif question.id in words:
            found.append(QuestionResult(question, len(words[question.id]), words=words[question.id]))
    return found


def _told(counts: Sequence[Tally], everything: Sequence[Round], wanted: set[int]) -> list[Tally]:
    sizes: dict[int, int] = defaultdict(int)
    for one in counts:
        sizes[one.round_id] += one.count
    told = told_within(parts_of(everything, sizes), wanted)
    return [one for one in counts if one.round_id in told]


def _numbers(question: SurveyQuestion, tallies: Sequence[Tally]) -> QuestionResult:
    n = sum(one.count for one in tallies)
    if n < LEAST:
        return QuestionResult(question, n)
    if question.kind == QuestionKind.OBJECTIVES:
        levels = _levels(tallies)
        return QuestionResult(question, max(one.n for one in levels), levels=levels)
    if question.kind == QuestionKind.CHOICE:
        by_choice = _added((one.choice, one.count) for one in tallies)
        bars = [_bar(words, by_choice.get(value, 0), n) for value, words in question.options]
        return QuestionResult(question, n, bars=bars)
    by_number = _added((one.number, one.count) for one in tallies)
    total = sum((one.number or 0) * one.count for one in tallies)
    bars = [_bar(str(number), by_number.get(number, 0), n) for number in NUMBERS[question.kind]]
    return QuestionResult(question, n, mean=total / n, bars=bars)


def _bar(label: str, count: int, n: int) -> Bar:
    return Bar(label, count, round(100 * count / n))


def _added(counts: Iterable[tuple[object, int]]) -> Counter[object]:
    found: Counter[object] = Counter()
    for said, count in counts:
        found[said] += count
    return found


def _levels(tallies: Sequence[Tally]) -> list[Level]:
    """Each objective with its means, in the order of the words."""
    sums: dict[tuple[str, Moment | None], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for one in tallies:
        key = (one.objective or "", one.moment)
        total, n = sums[key]
        sums[key] = (total + (one.number or 0) * one.count, n + one.count)

    def mean(words: str, moment: Moment) -> float | None:
        total, n = sums.get((words, moment), (0, 0))
        return total / n if n else None

    found = []
    for words in sorted({words for words, _moment in sums}):
        n = max(count for (told, _moment), (_total, count) in sums.items() if told == words)
        found.append(Level(words, mean(words, Moment.BEFORE), mean(words, Moment.NOW), n))
    return found

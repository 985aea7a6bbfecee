"""A survey as a form: one field a question, two an objective."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice

from shared_services.core.forms import AtMost, ChoiceField, Form, Optional, Required
from shared_services.core.i18n import _

from .defaults import LEVELS, Audience, QuestionKind
from .models import Moment, SurveyQuestion
from .operations import Said

MOST_OBJECTIVES = 8
MOST_WORDS = 2000
NUMBERS = {QuestionKind.SCORE: range(11), QuestionKind.SCALE: range(1, 6)}


class OneOf(ChoiceField):
    """One answer, or none where the question may stay without."""

    def pre_validate(self, form: Any) -> None:
        if self.data or self.flags.required:
            super().pre_validate(form)


@dataclass(frozen=True)
class Put:
    """A question on the page: its field, or the fields of each objective."""

    question: SurveyQuestion
    field: Any = None
    objectives: Sequence[tuple[str, list[tuple[str, Any]]]] = ()


class AnswerForm(Form):
    """The questions of one survey; made by `answer_form`."""

    asked: Sequence[SurveyQuestion] = ()
    levels: Sequence[str] = ()
    moments: Sequence[Moment] = ()

    @property
    def digest(self) -> str:
        """Of the words that are put, so that no answer is kept under others than were read."""
        said = [*([one.id, one.wording, one.choices] for one in self.asked), *self.levels]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]

    def puts(self) -> list[Put]:
        """The questions in order, each with what answers it."""
        names = {Moment.BEFORE: _("Avant la session"), Moment.NOW: _("Maintenant")}
        found = []
        for question in self.asked:
            if question.kind != QuestionKind.OBJECTIVES:
                found.append(Put(question, self[_name(question)]))
            elif self.levels:
                fields = [
                    (words, [(names[m], self[_name(question, number, m)]) for m in self.moments])
                    for number, words in enumerate(self.levels)
                ]
                found.append(Put(question, objectives=fields))
        return found

    def said(self) -> list[Said]:
        """What was answered, and nothing for what was left. Only call it on a valid form."""
        return [one for question in self.asked for one in self._said(question)]

    def _said(self, question: SurveyQuestion) -> list[Said]:
        if question.kind == QuestionKind.OBJECTIVES:
            return [
                Said(question_id=question.id, number=int(given), objective=words, moment=moment)
                for number, words in enumerate(self.levels)
                for moment in self.moments
                if (given := self[_name(question, number, moment)].data)
            ]
        given = self[_name(question)].data
        if not given:
            return []
        if question.kind in NUMBERS:
            return [Said(question_id=question.id, number=int(given))]
        if question.kind == QuestionKind.CHOICE:
            return [Said(question_id=question.id, choice=given)]
        return [Said(question_id=question.id, words=given)]


def answer_form(
    audience: Audience, questions: Sequence[SurveyQuestion], objectives: Sequence[str], **given: Any
) -> AnswerForm:
    """A form with a field for each question; at once, each objective is told before and now."""
    levels = list(objectives)[:MOST_OBJECTIVES]
    moments = (Moment.BEFORE, Moment.NOW) if audience == Audience.HOT else (Moment.NOW,)
    fields: dict[str, Any] = {"asked": questions, "levels": levels, "moments": moments}
    for question in questions:
        if question.kind != QuestionKind.OBJECTIVES:
            fields[_name(question)] = _field(question)
            continue
        for number, words in enumerate(levels):
            for moment in moments:
                fields[_name(question, number, moment)] = OneOf(words, choices=_levels())
    made: type[AnswerForm] = type("SurveyForm", (AnswerForm,), fields)
    return made(**given)


def _name(question: SurveyQuestion, number: int = 0, moment: Moment | None = None) -> str:
    return f"question_{question.id}" + (f"_{number}_{moment.value}" if moment else "")


def _field(question: SurveyQuestion) -> Any:
    rule = Required() if question.is_required else Optional()
    if question.kind == QuestionKind.TEXT:
        return TextAreaField(question.said, validators=[rule, AtMost(MOST_WORDS)])
    rules = [rule] if question.is_required else []
    if question.kind == QuestionKind.CHOICE:
        choices = [SelectChoice(value, words) for value, words in question.options]
    else:
        choices = [SelectChoice(str(number), str(number)) for number in NUMBERS[question.kind]]
    return OneOf(question.said, choices=choices, validators=rules)


def _levels() -> list[SelectChoice]:
    return [SelectChoice(str(number), str(words)) for number, words in LEVELS]

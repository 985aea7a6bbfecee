"""What the hubs of a plan ask: one form over its modules, and what each booking is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from shared_services.booking.operations.questions import Answers
from shared_services.booking.questions.forms import AnswersForm, answers_form
from shared_services.booking.questions.models import Question

Asked = Mapping[int, Sequence[Question]]


def questions_form(asked: Asked, **given: Any) -> AnswersForm:
    """The questions of all modules, and her needs once. `asked`: by module what is asked for it."""
    return answers_form([question for questions in asked.values() for question in questions], **given)


def answers_by_module(form: AnswersForm, asked: Asked) -> dict[int, Answers]:
    """By module its own answers, and her needs with each. Only call it on a valid form."""
    whole = form.answers()
    return {module_id: _only(whole, questions) for module_id, questions in asked.items()}


def _only(whole: Answers, questions: Sequence[Question]) -> Answers:
    ids = {question.id for question in questions}
    return replace(
        whole,
        texts={number: text for number, text in whole.texts.items() if number in ids},
        files={number: given for number, given in whole.files.items() if number in ids},
    )

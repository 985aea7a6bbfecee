import pytest
from werkzeug.datastructures import MultiDict

from shared_services.evaluation.defaults import QuestionKind
from shared_services.evaluation.questions.forms import NewQuestionForm


@pytest.fixture(autouse=True)
def _asked(app):
    with app.test_request_context(method="POST"):
        yield


def asked(**given):
    return NewQuestionForm(MultiDict({"wording": "Le buffet ?"} | given), meta={"csrf": False})


def test_a_choice_has_two_to_ten_lines_each_once():
    assert not asked(kind="choice", choices="Bon\nBon\n \n").validate()
    assert not asked(kind="choice", choices="\n".join("abcdefghijk")).validate()
    form = asked(kind="choice", choices=" Bon \n\nMauvais\nBon")
    assert form.validate()
    assert form.lines() == ["Bon", "Mauvais"]


def test_another_kind_has_none_whatever_was_typed():
    form = asked(kind="scale_1_5", choices="Bon\nMauvais")
    assert form.validate()
    assert (form.asked_kind(), form.lines()) == (QuestionKind.SCALE, [])


@pytest.mark.parametrize("kind", ["objectives", "", "essay"])
def test_a_kind_that_is_not_proposed_is_refused(kind):
    form = asked(kind=kind)
    assert not form.validate()
    assert form.asked_kind() is None

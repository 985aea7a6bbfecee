"""The base class of forms, with tidy text and the sentences of the house."""

from __future__ import annotations

import re
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms import Form as PlainForm
from wtforms.fields.core import UnboundField
from wtforms.meta import DefaultMeta

from ..i18n import _l

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NEW_LINE = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


class _Words(DefaultMeta):
    """Tidy text, and the sentences of the house where the library has its own."""

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        # The unbound field is shared by all the forms of its class: bind a copy.
        own = _in_our_words(unbound_field.field_class, dict(unbound_field.kwargs))
        return UnboundField(unbound_field.field_class, *unbound_field.args, **own).bind(form=form, **options)


class Form(FlaskForm):
    """Base of every form. Text comes in stripped, without control characters; what was never among the
    choices of a field is told in the words of the house.
    """

    class Meta(_Words, FlaskForm.Meta):
        pass

    def refuse(self, field_name: str, sentence: str) -> None:
        """Put a sentence beside the field that caused it; an unknown name puts it above the form.

        Call it after `validate()`, which starts by forgetting what was refused before.
        """
        if field_name in self._fields:
            field = self._fields[field_name]
            field.errors = [*field.errors, sentence]
        else:
            self.form_errors.append(sentence)


class RowForm(PlainForm):
    """Base of a form that is one row of another, which carries the token."""

    Meta = _Words


def _in_our_words(field: type[Field], given: dict[str, Any]) -> dict[str, Any]:
    """What every field of its class is given besides: tidy text, one sentence for what is not in a list."""
    if issubclass(field, StringField) and not issubclass(field, PasswordField):
        return given | {"filters": [tidy, *given.get("filters", [])]}
    if issubclass(field, (SelectField, SelectMultipleField)):
        sentence = _l("Choisissez dans la liste.")
        return {"invalid_value_message": sentence, "invalid_choice_message": sentence} | given
    return given


def tidy(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return _CONTROL.sub("", _NEW_LINE.sub("\n", value)).strip()

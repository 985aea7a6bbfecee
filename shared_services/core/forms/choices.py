"""Fields where one chooses or ticks."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from ..i18n import _


class TickField(BooleanField):
    """One box to tick. What was sent for it never comes back on the page, ticked or not."""

    def _value(self) -> str:
        return "y"


class ChoiceField(RadioField):
    """One answer among some; none, or one that was never proposed, is told in the words of the house."""

    def pre_validate(self, form: Any) -> None:
        if self.data not in [value for value, *_rest in self.iter_choices()]:
            raise StopValidation(_("Choisissez une réponse."))


class ListField(SelectField):
    """One answer from a list. None is for the validators to judge; one never proposed is refused here."""

    def pre_validate(self, form: Any) -> None:
        if self.data and self.data not in [value for value, *_rest in self.iter_choices()]:
            raise StopValidation(_("Choisissez dans la liste."))


class ChecksField(SelectMultipleField):
    """Boxes to tick, as many as wanted."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

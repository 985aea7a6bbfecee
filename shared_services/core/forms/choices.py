"""Fields where one chooses or ticks."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from ..i18n import _, _l


class TickField(BooleanField):
    """One box to tick. What was sent for it never comes back on the page, ticked or not."""

    def _value(self) -> str:
        return "y"


class ChoiceField(RadioField):
    """One answer among some; none, or one that was never proposed, is told in the words of the house."""

    def pre_validate(self, form: Any) -> None:
        if self.data not in [value for value, *_rest in self.iter_choices()]:
            raise StopValidation(_("Choisissez une réponse."))


class GoodForField(ChoiceField):
    """How long what opens a door without a password stays good, in days."""

    def __init__(self, label: Any = None, validators: Any = (), **given: Any) -> None:
        lengths = {"30": _l("30 jours"), "90": _l("90 jours"), "365": _l("Un an")}
        choices = [SelectChoice(days, said) for days, said in lengths.items()]
        super().__init__(label, validators, choices=choices, **given)


class ListField(SelectField):
    """One answer from a list. None is for the validators to judge; one never proposed is refused here."""

    def pre_validate(self, form: Any) -> None:
        if self.data and self.data not in [value for value, *_rest in self.iter_choices()]:
            raise StopValidation(_("Choisissez dans la liste."))


class ChecksField(SelectMultipleField):
    """Boxes to tick, as many as wanted."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

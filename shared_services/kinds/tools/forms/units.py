"""What managers type about the units of a tool and the days when they are away."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shared_services.core.forms import AtMost, ChoiceField, DayField, Form, Required, SingleLineField
from shared_services.core.i18n import _, _l

from ..inventory.table import MOST
from ..models import UNIT_STATES, Tool, ToolUnit, UnitState
from ..operations import UnitFacts

MOST_BYTES = 1024 * 1024


class UnitForm(Form):
    """One unit, under the label stuck on it."""

    label = SingleLineField(
        _l("Étiquette"),
        validators=[Required(), AtMost(MOST["label"])],
        description=_l("Ce qui est collé dessus, unique dans le hub. Par exemple TAB-07."),
    )
    serial_number = SingleLineField(_l("Numéro de série"), validators=[AtMost(MOST["serial_number"])])
    location = SingleLineField(
        _l("Emplacement"),
        validators=[AtMost(MOST["location"])],
        description=_l("Par exemple : armoire 2, étagère du haut."),
    )
    note = TextAreaField(_l("Note"), validators=[AtMost(MOST["note"])])

    def facts(self) -> UnitFacts:
        """What was typed. Only call it on a valid form."""
        return UnitFacts(
            label=self.label.data or "",
            serial_number=self.serial_number.data or "",
            location=self.location.data or "",
            note=self.note.data or "",
        )

    @staticmethod
    def filled_with(unit: ToolUnit) -> dict[str, Any]:
        return {name: getattr(unit, name) for name in ("label", "serial_number", "location", "note")}


class NewUnitForm(UnitForm):
    """A unit of one of the hub's tools."""

    tool = SelectField(_l("Outil"), coerce=int, validators=[Required()])

    def offer_tools(self, tools: Iterable[Tool]) -> None:
        self.tool.choices = _names(tools)


class StateForm(Form):
    """What becomes of a unit, from today on."""

    state = ChoiceField(
        _l("État"),
        choices=[SelectChoice(state.value, name) for state, name in UNIT_STATES.items()],
        validators=[Required()],
    )
    reason = SingleLineField(
        _l("Pourquoi"),
        validators=[AtMost(200)],
        description=_l("Gardé dans l'historique. Par exemple : écran fêlé, parti en réparation."),
    )

    def chosen(self) -> UnitState:
        return UnitState(self.state.data)


class _DaysForm(Form):
    """From a day to another, both included."""

    first = DayField(_l("Du"), validators=[Required()])
    last = DayField(_l("Au"), validators=[Required()], description=_l("Ce jour-là compris."))
    reason = SingleLineField(_l("Pourquoi"), validators=[Required(), AtMost(200)])

    def days(self) -> tuple[date, date]:
        """What was typed. Only call it on a valid form."""
        first, last = self.first.data, self.last.data
        if first is None or last is None:
            raise ValueError("the form was not validated")
        return first, last

    def validate_last(self, field: DayField) -> None:
        if field.data and self.first.data:
            if field.data < self.first.data:
                raise ValidationError(_("Le dernier jour vient avant le premier."))
            if (field.data - self.first.data).days > 730:
                raise ValidationError(_("Deux ans au plus."))


class OutageForm(_DaysForm):
    """When a unit is away: repair, internal use."""


class BlackoutForm(_DaysForm):
    """When nothing is lent."""

    tool = SelectField(_l("Quel outil"), coerce=int, default=0)

    def offer_tools(self, tools: Sequence[Tool]) -> None:
        self.tool.choices = [SelectChoice(0, _("Tous les outils du hub")), *_names(tools)]


class ImportForm(Form):
    """The inventory as a file."""

    file = FileField(
        _l("Fichier CSV"),
        validators=[Required()],
        description=_l(
            "Les colonnes de l'export : outil, étiquette, numéro de série, état, emplacement, note."
        ),
    )

    def validate_file(self, field: FileField) -> None:
        self.content = b""
        if isinstance(field.data, FileStorage):
            self.content = field.data.read(MOST_BYTES + 1)
            field.data.close()
        if len(self.content) > MOST_BYTES:
            raise ValidationError(_("Ce fichier dépasse 1 Mo : coupez-le en plusieurs."))


def _names(tools: Iterable[Tool]) -> list[SelectChoice]:
    return [SelectChoice(tool.id, tool.tool_offer.title) for tool in tools]

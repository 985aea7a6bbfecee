"""One row of a session: something it requires besides people."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import FieldList, FormField, SelectField
from wtforms.fields.choices import SelectChoice

from shared_services.booking.requirements import Lendable, Requirement
from shared_services.core.forms import RowForm, WholeNumberField
from shared_services.core.i18n import _, _l

from .fields import Wanted, say

MOST_REQUIRED = 10
NOTHING = 0


def _number(text: Any) -> int:
    """What a list sends; nothing chosen is NOTHING."""
    return int(text or NOTHING)


class RequirementForm(RowForm):
    """One row: what, and how many. A row where nothing is chosen does not count."""

    what = SelectField(_l("Quoi"), coerce=_number, default=NOTHING, validators=[Wanted()])
    units = WholeNumberField(_l("Combien"), least=1, most=1000, default=1, validators=[Wanted()])

    @property
    def is_empty(self) -> bool:
        return self.what.data in (None, NOTHING)


class RequirementsField(FieldList):
    """A kit, a room: rows that choose among the same things; `chosen` adds up what was chosen."""

    def __init__(self, label: Any, **given: Any) -> None:
        super().__init__(FormField(RequirementForm), label, min_entries=1, max_entries=MOST_REQUIRED, **given)
        self.proposed: list[SelectChoice] = []

    def propose(self, lendable: Iterable[Lendable]) -> None:
        """What may be chosen, the hub's own first."""
        self.proposed = [SelectChoice(NOTHING, _("Rien"))]
        for one in lendable:
            said = _("%(what)s, de %(hub)s", what=one.title, hub=one.hub_name) if one.hub_name else one.title
            self.proposed.append(SelectChoice(one.bookable_id, said))
        for row in self.entries:
            row.form.what.choices = self.proposed

    def add_row(self) -> None:
        if len(self.entries) < MOST_REQUIRED:
            self.append_entry().form.what.choices = self.proposed

    def chosen(self) -> tuple[Requirement, ...]:
        """What is chosen, each once; a row without a number gets a sentence."""
        chosen: dict[int, int] = {}
        for row in (entry.form for entry in self.entries if not entry.form.is_empty):
            if row.units.data is None and not row.units.errors:
                say(row.units, _("Ce champ est à remplir."))
            chosen[row.what.data] = chosen.get(row.what.data, 0) + (row.units.data or 0)
        return tuple(Requirement(bookable_id, units) for bookable_id, units in chosen.items())

    @staticmethod
    def filled_with(needed: Sequence[tuple[int, str, int]]) -> list[dict[str, int]]:
        return [{"what": bookable_id, "units": units} for bookable_id, _title, units in needed]

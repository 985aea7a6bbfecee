"""What managers type to hold a session again."""

import re
from datetime import date

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from shared_services.core.forms import (
    AtMost,
    ChecksField,
    DayField,
    Form,
    Required,
    TickField,
    WholeNumberField,
)
from shared_services.core.i18n import _, _l

from ..repeating import MOST_DATES, every_weeks
from .fields import say

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{2})-(\d{2})")

RHYTHMS = {
    "once": _l("Une seule fois"),
    "weeks": _l("Toutes les semaines, ou toutes les n semaines"),
    "chosen": _l("Aux dates que je choisis"),
}


class RepeatForm(Form):
    """Which days, with whom, with or without public holidays."""

    rhythm = RadioField(
        _l("Combien de fois"),
        choices=[SelectChoice(value, label) for value, label in RHYTHMS.items()],
        default="once",
        validators=[Required()],
    )
    first_on = DayField(_l("Premier jour"))
    every = WholeNumberField(_l("Toutes les combien de semaines"), least=1, most=26, default=1)
    times = WholeNumberField(
        _l("Nombre de dates"), least=1, most=MOST_DATES, description=_l("Ou un dernier jour, ci-dessous.")
    )
    until = DayField(_l("Dernier jour possible"))
    chosen = TextAreaField(
        _l("Autres dates"),
        validators=[AtMost(2000)],
        description=_l("Une date par ligne, par exemple 31/12/2026."),
    )
    skip_holidays = TickField(_l("Sauter les jours fériés"), default=True)
    trainers = ChecksField(_l("Qui forme"), coerce=int)

    def days(self) -> list[date] | None:
        """The days asked, in order, or None with a sentence beside each field that prevents it."""
        is_valid = self.validate()
        read = {"once": self._once, "weeks": self._weeks, "chosen": self._chosen}.get(self.rhythm.data)
        days = read() if read else []
        if len(days) > MOST_DATES:
            wrong = self.chosen if self.rhythm.data == "chosen" else self.until
            say(wrong, _("%(most)d dates au plus à la fois.", most=MOST_DATES))
        return days if is_valid and not any(field.errors for field in self) else None

    def _once(self) -> list[date]:
        if self.first_on.data is None and not self.first_on.errors:
            say(self.first_on, _("Ce champ est à remplir."))
        return [self.first_on.data] if self.first_on.data else []

    def _weeks(self) -> list[date]:
        first = self._once()
        if self.every.data is None and not self.every.errors:
            say(self.every, _("Ce champ est à remplir."))
        if not (self.times.data or self.until.data or self.times.errors or self.until.errors):
            say(self.times, _("Donnez un nombre de dates, ou un dernier jour."))
        if not first or any(field.errors for field in (self.every, self.times, self.until)):
            return []
        if self.until.data and self.until.data < first[0]:
            say(self.until, _("Le dernier jour vient avant le premier."))
        return every_weeks(first[0], self.every.data or 1, times=self.times.data, until=self.until.data)

    def _chosen(self) -> list[date]:
        lines = [line.strip(" ,;") for line in (self.chosen.data or "").splitlines()]
        read = {line: _read_day(line) for line in lines if line}
        wrong = [line for line, day in read.items() if day is None]
        if wrong:
            say(self.chosen, _("Cette date n'existe pas\u00a0: %(typed)s.", typed=wrong[0][:40]))
        elif not read:
            say(self.chosen, _("Écrivez au moins une date."))
        return sorted({day for day in read.values() if day is not None})


def _read_day(line: str) -> date | None:
    match = _DAY.fullmatch(line)
    if match is None:
        return None
    day, month, year, *iso = match.groups()
    numbers = (year, month, day) if year else iso
    try:
        return date(*(int(number) for number in numbers))
    except ValueError:
        return None

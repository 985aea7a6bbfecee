"""One row of a session: a half day."""

from collections.abc import Sequence
from datetime import datetime

from shared_services.core.errors import DomainError
from shared_services.core.forms import (
    DayField,
    HourField,
    RowForm,
)
from shared_services.core.i18n import _, _l
from shared_services.core.local_time import to_utc

from .fields import Wanted, say

Period = tuple[datetime, datetime]


class HalfDayForm(RowForm):
    """One row: a day, from one hour to another. A row left empty does not count."""

    day = DayField(_l("Jour"), validators=[Wanted()], description=_l("31/12/2026"))
    start = HourField(_l("De"), validators=[Wanted()], description="9 h 30")
    end = HourField(_l("À"), validators=[Wanted()], description="12 h 30")

    @property
    def is_empty(self) -> bool:
        return not any("".join(field.raw_data or ()).strip() for field in self)

    def period(self, zone: str, *, known: Sequence[Period], now: datetime) -> Period | None:
        """The aware period typed, or None with a sentence beside the field that prevents it."""
        for field in self:
            if field.data is None and not field.errors:
                say(field, _("Ce champ est à remplir."))
        if any(field.errors for field in self):
            return None
        start, end = (self._instant(field, zone) for field in (self.start, self.end))
        if start is None or end is None:
            return None
        if end <= start:
            say(self.end, _("La fin doit venir après le début."))
            return None
        if start <= now and (start, end) not in known:
            say(self.day, _("Ce moment est déjà passé\u00a0: choisissez une date à venir."))
            return None
        return start, end

    def _instant(self, field: HourField, zone: str) -> datetime | None:
        if self.day.data is None or field.data is None:
            return None
        try:
            return to_utc(self.day.data, field.data, zone)
        except DomainError as error:
            say(field, str(error))
            return None

"""Over which time answers are read."""

from datetime import date, timedelta

from wtforms.validators import ValidationError

from shared_services.core.forms import DayField, Optional, RowForm
from shared_services.core.i18n import _, _l

AT_FIRST = timedelta(days=365)


class PeriodForm(RowForm):
    """From one day to another, both included; without a day, from the first answer or to the last."""

    since = DayField(_l("Du"), validators=[Optional()])
    until = DayField(_l("Au"), validators=[Optional()])

    def validate_until(self, field: DayField) -> None:
        if self.since.data and field.data and field.data < self.since.data:
            raise ValidationError(_("La fin est avant le début."))


def last_year(today: date) -> dict[str, date]:
    """What is read at first: the last twelve months."""
    return {"since": today - AT_FIRST, "until": today}

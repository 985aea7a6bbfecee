"""What experts type about their time."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shared_services.core.calendar_grid import WEEK, Stretch
from shared_services.core.forms import (
    AtMost,
    ChecksField,
    DayField,
    Form,
    HourField,
    Required,
    SingleLineField,
)
from shared_services.core.i18n import _, _l
from shared_services.core.local_time import to_utc

from ..availability.busy import MOST_BYTES
from ..operations import Weekly

LONGEST_ABSENCE = timedelta(days=400)


class WeeklyForm(Form):
    """Hours that come back each week."""

    weekdays = ChecksField(_l("Jours"), coerce=int, validators=[Required()])
    starts = HourField(_l("De"), validators=[Required()], default=time(9))
    ends = HourField(_l("À"), validators=[Required()], default=time(12))
    first_on = DayField(_l("À partir du"), validators=[Required()])
    last_on = DayField(_l("Jusqu'au"), description=_l("Laissez vide si cela ne s'arrête pas."))

    def __init__(self, *args: Any, today: date, **given: Any) -> None:
        super().__init__(*args, **given)
        names = Stretch(WEEK, today, today).weekdays
        self.weekdays.choices = [SelectChoice(number, name) for number, (name, _short) in enumerate(names)]
        self.today = today

    def validate_ends(self, field: HourField) -> None:
        _check_hours(self.starts.data, field.data)

    def validate_last_on(self, field: DayField) -> None:
        if field.data and self.first_on.data and field.data < self.first_on.data:
            raise ValidationError(_("La fin vient avant le début\u00a0: corrigez l'un des deux jours."))

    def weekly(self, time_zone: str) -> Weekly:
        """What was typed. Only call it on a valid form."""
        return Weekly(
            weekdays=tuple(sorted(self.weekdays.data or ())),
            starts=self.starts.data or time(9),
            ends=self.ends.data or time(12),
            first_on=self.first_on.data or self.today,
            last_on=self.last_on.data,
            time_zone=time_zone,
        )


class EndForm(Form):
    """Until when some weekly hours still stand."""

    last_on = DayField(_l("Dernier jour"), validators=[Required()])


class DayForm(Form):
    """One day that is not like the others; without hours, she is off."""

    day = DayField(_l("Jour"), validators=[Required()])
    starts = HourField(_l("De"), description=_l("Laissez les deux heures vides si vous n'êtes pas là."))
    ends = HourField(_l("À"))

    def validate_ends(self, field: HourField) -> None:
        if (field.data is None) != (self.starts.data is None) and not self.starts.errors:
            raise ValidationError(_("Écrivez les deux heures, ou aucune."))
        _check_hours(self.starts.data, field.data)

    def hours(self) -> tuple[time, time] | None:
        """What was typed. Only call it on a valid form."""
        if self.starts.data is None or self.ends.data is None:
            return None
        return self.starts.data, self.ends.data


class AbsenceForm(Form):
    """From a day, and maybe an hour, to another."""

    first = DayField(_l("Du"), validators=[Required()])
    first_hour = HourField(_l("À partir de"), description=_l("Laissez vide pour toute la journée."))
    last = DayField(_l("Au"), validators=[Required()])
    last_hour = HourField(_l("Jusqu'à"), description=_l("Laissez vide pour toute la journée."))
    reason = SingleLineField(
        _l("Pourquoi"), validators=[AtMost(200)], description=_l("Vous seul pouvez le lire.")
    )

    def validate_last(self, field: DayField) -> None:
        if not field.data or not self.first.data or field.errors or self.first.errors:
            return
        if field.data < self.first.data or field.data - self.first.data > LONGEST_ABSENCE:
            raise ValidationError(_("Le dernier jour doit suivre le premier, de 400 jours au plus."))
        if field.data == self.first.data:
            _check_hours(self.first_hour.data, self.last_hour.data)

    def stretch(self, zone: str) -> tuple[datetime, datetime]:
        """What was typed, on the clock of `zone`; whole days end at midnight. Only call it on a valid form.

        Raises NoSuchHour, HourHappensTwice.
        """
        if self.first.data is None or self.last.data is None:
            raise ValueError("the form was not validated")
        start = to_utc(self.first.data, self.first_hour.data or time(0), zone)
        if self.last_hour.data is None:
            return start, to_utc(self.last.data + timedelta(days=1), time(0), zone)
        return start, to_utc(self.last.data, self.last_hour.data, zone)


def _check_hours(starts: time | None, ends: time | None) -> None:
    if starts and ends and ends <= starts:
        raise ValidationError(_("L'heure de fin doit venir après l'heure de début."))


class AddressForm(Form):
    """A calendar by its address."""

    name = SingleLineField(_l("Nom de l'agenda"), validators=[Required(), AtMost(80)])
    url = SingleLineField(
        _l("Adresse secrète au format iCal"),
        validators=[Required(), AtMost(1000)],
        description=_l("Elle commence par https:// et se trouve dans les réglages de votre agenda."),
    )

    def validate_url(self, field: SingleLineField) -> None:
        # Agendas hand out webcal:// addresses: the same, over https.
        field.data = re.sub(r"^webcal://", "https://", field.data or "", flags=re.IGNORECASE)
        if not re.fullmatch(r"https?://[^\s/@]+/[^\s]*", field.data):
            raise ValidationError(_("Écrivez une adresse complète, qui commence par https://."))


class FileForm(Form):
    """A calendar as a file."""

    name = SingleLineField(_l("Nom de l'agenda"), validators=[Required(), AtMost(80)])
    calendar = FileField(_l("Fichier .ics"), validators=[Required()], description=_l("2 Mo au plus."))

    def validate_calendar(self, field: FileField) -> None:
        self.content = b""
        upload = field.data
        if not isinstance(upload, FileStorage):
            return
        self.content = upload.read(MOST_BYTES + 1)
        upload.close()
        if len(self.content) > MOST_BYTES:
            raise ValidationError(_("Ce fichier dépasse 2 Mo\u00a0: exportez une période plus courte."))

"""What managers type about the habits of their hub."""

from typing import Any
from urllib.parse import urlsplit

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from shared_services.core.forms import (
    AtMost,
    BeforeField,
    EmailField,
    Form,
    PhoneField,
    Required,
    SingleLineField,
    TickField,
    WholeNumberField,
)
from shared_services.core.i18n import _, _l, ngettext

from ..models import Hub, StaffRhythm, WaitingRule, WordedMail
from ..operations import HubHabits
from . import RULES

REMINDER_DAYS = (14, 7, 3, 2, 1)
MOST_REMINDERS = 3
EARLIEST_HOUR, LATEST_HOUR = 6, 20
RHYTHMS = {
    StaffRhythm.IMMEDIATE: _l("Un message à chaque fois"),
    StaffRhythm.DAILY: _l("Un seul message le matin, à 8 h, quand quelque chose m'attend"),
    StaffRhythm.NONE: _l("Aucun message : je regarde le bureau du hub"),
}
FACTS = (
    "summary",
    "email",
    "phone",
    "city",
    "website",
    "cancel_hours",
    "close_hours",
    "approves_by_default",
    "reminder_hour",
    "minimum",
    "decides_before",
    "no_shows_allowed",
)


class HabitsForm(Form):
    """The hub as people meet it, and its rules for new dates."""

    summary = TextAreaField(_l("Présentation"), validators=[Required(), AtMost(2000)])
    email = EmailField(_l("Adresse de contact"), validators=[Required(), AtMost(254)])
    phone = PhoneField(_l("Téléphone"))
    city = SingleLineField(_l("Commune"), validators=[Required(), AtMost(80)])
    website = SingleLineField(
        _l("Site web"), validators=[AtMost(200)], description=_l("Adresse complète, https://…")
    )
    cancel_hours = WholeNumberField(
        _l("Annulation libre jusqu'à combien d'heures avant le début"), validators=[Required()], most=720
    )
    close_hours = WholeNumberField(
        _l("Clôture des inscriptions combien d'heures avant le début"),
        validators=[Required()],
        most=720,
        description=_l("0 : jusqu'au début. Chaque session peut en décider autrement."),
    )
    approves_by_default = TickField(_l("Par défaut, le hub donne son accord à chaque demande"))
    waiting_rule = SelectField(
        _l("Ordre de la liste d'attente"),
        choices=[SelectChoice(rule.value, name) for rule, name in RULES.items()],
        validators=[Required()],
    )
    reminder_days = SelectMultipleField(
        _l("Rappels avant la session"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Required()],
        description=_l("Trois au plus."),
    )
    reminder_hour = WholeNumberField(
        _l("Heure des rappels"),
        validators=[Required()],
        least=EARLIEST_HOUR,
        most=LATEST_HOUR,
        description=_l("Entre 6 et 20, à l'heure du lieu."),
    )
    minimum = WholeNumberField(
        _l("Minimum de personnes"),
        least=1,
        most=1000,
        description=_l(
            "Proposé à chaque nouvelle session, qui peut en décider autrement. Vide\u00a0: aucun."
        ),
    )
    decides_before = BeforeField(
        _l("Quand le décider"), description=_l("Par exemple 28 jours avant, à 18 h.")
    )
    no_shows_allowed = WholeNumberField(
        _l("Absences en douze mois avant de demander l'accord du hub"),
        least=1,
        most=20,
        description=_l(
            "À ce nombre, les prochaines inscriptions de la personne attendent votre accord\u00a0; "
            "elle est prévenue une absence avant et peut demander un réexamen. Vide\u00a0: aucune règle."
        ),
    )
    confirmed = TextAreaField(
        _l("Dans le message de confirmation"),
        validators=[AtMost(600)],
        description=_l("Un paragraphe à vous, ajouté aux dates, au lieu et au lien pour annuler."),
    )
    reminder = TextAreaField(_l("Dans les rappels"), validators=[AtMost(600)])
    cancelled = TextAreaField(_l("Quand une place ou une session est annulée"), validators=[AtMost(600)])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.reminder_days.choices = [
            SelectChoice(day, ngettext("%(num)d jour avant", "%(num)d jours avant", day))
            for day in REMINDER_DAYS
        ]

    def validate_reminder_days(self, field: SelectMultipleField) -> None:
        if len(field.data or ()) > MOST_REMINDERS:
            raise ValidationError(_("Choisissez trois rappels au plus."))

    def validate_decides_before(self, field: BeforeField) -> None:
        if field.data is None and not field.errors and self.minimum.data:
            raise ValidationError(_("Dites quand on décide, par exemple 28 jours avant."))

    def validate_website(self, field: SingleLineField) -> None:
        parts = urlsplit(field.data or "")
        if field.data and (parts.scheme not in ("http", "https") or "." not in parts.netloc):
            raise ValidationError(_("Écrivez l'adresse complète, par exemple https://hub.exemple.fr."))

    def wordings(self) -> dict[WordedMail, str]:
        return {mail: self[mail.value].data or "" for mail in WordedMail}

    def habits(self) -> HubHabits:
        """What was typed. Only call it on a valid form."""
        return HubHabits(
            summary=self.summary.data or "",
            email=self.email.data or "",
            phone=self.phone.data,
            city=self.city.data or "",
            website=self.website.data or "",
            cancel_hours=self.cancel_hours.data or 0,
            close_hours=self.close_hours.data or 0,
            approves_by_default=bool(self.approves_by_default.data),
            waiting_rule=WaitingRule(self.waiting_rule.data),
            reminder_days=self.reminder_days.data or (),
            reminder_hour=self.reminder_hour.data or EARLIEST_HOUR,
            minimum=self.minimum.data,
            decides_before=self.decides_before.data if self.minimum.data else None,
            no_shows_allowed=self.no_shows_allowed.data,
            wordings=self.wordings(),
        )

    @staticmethod
    def filled_with(hub: Hub, wordings: dict[WordedMail, str]) -> dict[str, Any]:
        return (
            {name: getattr(hub, name) for name in FACTS}
            | {"waiting_rule": hub.waiting_rule.value}
            | {"reminder_days": [int(day) for day in hub.reminder_days.split(",")]}
            | {mail.value: text for mail, text in wordings.items()}
        )


class LogoForm(Form):
    """A picture file."""

    logo = FileField(_l("Image"), validators=[Required()], description=_l("PNG, JPEG ou WebP, 5 Mo au plus."))


class RhythmForm(Form):
    """How one manager wants to be told."""

    rhythm = RadioField(
        _l("Ce qui attend les gestionnaires de ce hub"),
        choices=[SelectChoice(rhythm.value, name) for rhythm, name in RHYTHMS.items()],
        validators=[Required()],
    )

"""What managers type about trainings and sessions."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from wtforms import (
    BooleanField,
    EmailField,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from shared_services.accounts.models import Person
from shared_services.booking.models import Audience
from shared_services.catalogue.models import Modality, Theme
from shared_services.core.errors import DomainError
from shared_services.core.forms import (
    AtMost,
    DayField,
    EurosField,
    Form,
    HourField,
    Required,
    WholeNumberField,
    _TypedField,
)
from shared_services.core.i18n import _, _l
from shared_services.core.local_time import to_local, to_utc

from .models import TrainingOffer, TrainingSession
from .operations import OfferText, SessionPlan

MOST_HALF_DAYS = 20
MOST_SEATS = 1000

MODALITIES = {
    Modality.IN_PERSON: _l("En présence"),
    Modality.REMOTE: _l("À distance"),
    Modality.HYBRID: _l("En présence et à distance"),
}
AUDIENCES = {
    Audience.HUB_MEMBERS: _l("Les structures membres de ce hub"),
    Audience.ANY_HUB: _l("Les structures membres d'un hub, n'importe lequel"),
    Audience.ANYONE: _l("Tout le monde"),
}
TEXTS_OF_OFFER = (
    "title",
    "summary",
    "objectives",
    "programme",
    "prerequisites",
    "audience",
    "access_terms",
    "accessibility_contact",
    "bring",
)
_DURATION = re.compile(r"(\d{1,3})(?:[.,](\d{1,2})|\s*(?:h|:)\s*(\d{2})?|)\s*(?:heures?)?", re.IGNORECASE)

Period = tuple[datetime, datetime]


class DurationField(_TypedField):
    """A duration typed 7, 3 h 30, 3h30, 3:30 or 3,5; `data` is an `int` in minutes."""

    widget = TextInput()
    sentence = _l("Écrivez une durée en heures, par exemple 7 ou 3 h 30.")
    most_minutes = 500 * 60

    def read(self, text: str) -> int | None:
        match = _DURATION.fullmatch(text.replace("\u00a0", " "))
        if not match:
            return None
        hours, decimals, minutes = match.groups()
        if minutes and int(minutes) > 59:
            return None
        total = int(hours) * 60 + int(minutes or 0)
        if decimals:
            total += round(float(f"0.{decimals}") * 60)
        return total if 0 < total <= self.most_minutes else None

    def shown(self, value: int) -> str:
        return f"{value // 60} h {value % 60:02d}" if value % 60 else str(value // 60)


class ChecksField(SelectMultipleField):
    """Boxes to tick, as many as wanted."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class OfferForm(Form):
    """Everything readers must know before they enrol."""

    title = StringField(_l("Titre"), validators=[Required(), AtMost(160)])
    summary = TextAreaField(
        _l("En deux phrases"),
        validators=[Required(), AtMost(500)],
        description=_l("Ce qu'on lit dans le catalogue."),
    )
    objectives = TextAreaField(
        _l("Objectifs"),
        validators=[Required(), AtMost(4000)],
        description=_l("Ce que la personne saura faire à la fin."),
    )
    programme = TextAreaField(_l("Programme"), validators=[Required(), AtMost(8000)])
    prerequisites = TextAreaField(
        _l("Prérequis"), validators=[AtMost(2000)], description=_l("Laissez vide s'il n'y en a pas.")
    )
    duration = DurationField(
        _l("Durée en heures"), validators=[Required()], description=_l("Par exemple 7 ou 3 h 30.")
    )
    audience = TextAreaField(
        _l("Pour qui"),
        validators=[AtMost(1000)],
        description=_l("Par exemple\u00a0: conseillers numériques."),
    )
    themes = ChecksField(_l("Thèmes"), coerce=int, validators=[Required()])
    modality = RadioField(
        _l("Modalité"),
        choices=[SelectChoice(modality.value, name) for modality, name in MODALITIES.items()],
        validators=[Required()],
    )
    access_terms = TextAreaField(
        _l("Modalités et délais d'accès"),
        validators=[AtMost(2000)],
        description=_l("Comment on s'inscrit, combien de temps à l'avance."),
    )
    price = EurosField(_l("Prix par personne, en euros"), description=_l("Laissez vide si c'est gratuit."))
    accessibility_contact = TextAreaField(
        _l("Contact accessibilité"),
        validators=[AtMost(500)],
        description=_l("À qui parler d'un besoin d'adaptation\u00a0: nom, téléphone, e-mail."),
    )
    bring = TextAreaField(_l("À apporter"), validators=[AtMost(1000)])

    def offer_themes(self, themes: Iterable[Theme]) -> None:
        self.themes.choices = [SelectChoice(theme.id, theme.name) for theme in themes]

    def text(self) -> OfferText:
        """What was typed. Only call it on a valid form."""
        return OfferText(
            title=self.title.data or "",
            summary=self.summary.data or "",
            objectives=self.objectives.data or "",
            programme=self.programme.data or "",
            prerequisites=self.prerequisites.data or "",
            bring=self.bring.data or "",
            duration_minutes=self.duration.data or 0,
            audience=self.audience.data or "",
            modality=Modality(self.modality.data),
            access_terms=self.access_terms.data or "",
            price_cents=self.price.data or 0,
            accessibility_contact=self.accessibility_contact.data or "",
            theme_ids=tuple(self.themes.data or ()),
        )

    @staticmethod
    def filled_with(offer: TrainingOffer) -> dict[str, Any]:
        names = [
            "title",
            "summary",
            "objectives",
            "programme",
            "prerequisites",
            "audience",
            "access_terms",
            "accessibility_contact",
            "bring",
        ]
        return {name: getattr(offer, name) for name in names} | {
            "duration": offer.duration_minutes,
            "modality": offer.modality.value,
            "price": offer.price_cents or None,
            "themes": [theme.id for theme in offer.themes],
        }


class Wanted:
    """Says that a field is to fill in; whether it may stay empty depends on its row."""

    field_flags = {"required": True}

    def __call__(self, _form: Any, _field: Any) -> None:
        pass


class HalfDayForm(PlainForm):
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
                _say(field, _("Ce champ est à remplir."))
        if any(field.errors for field in self):
            return None
        start, end = (self._instant(field, zone) for field in (self.start, self.end))
        if start is None or end is None:
            return None
        if end <= start:
            _say(self.end, _("La fin doit venir après le début."))
            return None
        if start <= now and (start, end) not in known:
            _say(self.day, _("Ce moment est déjà passé\u00a0: choisissez une date à venir."))
            return None
        return start, end

    def _instant(self, field: HourField, zone: str) -> datetime | None:
        if self.day.data is None or field.data is None:
            return None
        try:
            return to_utc(self.day.data, field.data, zone)
        except DomainError as error:
            _say(field, str(error))
            return None


class SessionForm(Form):
    """When, where, with whom, for whom."""

    half_days = FieldList(
        FormField(HalfDayForm), _l("Demi-journées"), min_entries=1, max_entries=MOST_HALF_DAYS
    )
    place_name = StringField(_l("Nom du lieu"), validators=[AtMost(160)])
    address = StringField(_l("Adresse"), validators=[AtMost(255)])
    access_notes = TextAreaField(
        _l("Pour venir"),
        validators=[AtMost(1000)],
        description=_l("Transports, stationnement, entrée, accès en fauteuil."),
    )
    video_link = StringField(
        _l("Lien de visioconférence"),
        validators=[AtMost(500)],
        description=_l("Montré seulement aux personnes dont la place est confirmée."),
    )
    trainers = ChecksField(_l("Qui forme"), coerce=int)
    capacity = WholeNumberField(_l("Nombre de places"), least=1, most=MOST_SEATS, validators=[Required()])
    opens_on = DayField(_l("Ouverture des inscriptions, jour"), description=_l("Vide\u00a0: tout de suite."))
    opens_hour = HourField(_l("Ouverture, heure"), description="9 h")
    closes_on = DayField(
        _l("Clôture des inscriptions, jour"), description=_l("Vide\u00a0: au début de la session.")
    )
    closes_hour = HourField(_l("Clôture, heure"), description="18 h")
    needs_approval = BooleanField(_l("Chaque demande doit être acceptée par le hub"))
    audience = RadioField(
        _l("Qui peut s'inscrire"),
        choices=[SelectChoice(audience.value, name) for audience, name in AUDIENCES.items()],
        default=Audience.HUB_MEMBERS.value,
        validators=[Required()],
    )

    def offer_trainers(self, trainers: Iterable[Person]) -> None:
        self.trainers.choices = [SelectChoice(trainer.id, trainer.name) for trainer in trainers]

    def keep_capacity(self) -> None:
        """Capacity has a form of its own once the session exists."""
        del self.capacity

    def validate_video_link(self, field: StringField) -> None:
        if not field.data:
            return
        try:
            parts = urlsplit(field.data)
            is_good = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            is_good = False
        if not is_good or any(c.isspace() for c in field.data):
            raise ValidationError(_("Copiez le lien entier, il commence par https://."))

    def add_row(self) -> None:
        if len(self.half_days) < MOST_HALF_DAYS:
            self.half_days.append_entry()

    def remove_row(self, number: int) -> None:
        """Rows are numbered from 1, as people see them; the last one left stays."""
        if len(self.half_days) > 1 and 1 <= number <= len(self.half_days):
            del self.half_days.entries[number - 1]

    def plan(self, zone: str, *, known: Sequence[Period], now: datetime) -> SessionPlan | None:
        """The plan typed, or None with a sentence beside each field that prevents it."""
        is_valid = self.validate()
        periods = self._periods(zone, known=known, now=now)
        if not (self.place_name.data or self.video_link.data):
            self.refuse("place_name", _("Donnez un lieu, ou un lien de visioconférence."))
        opens_at = self._moment(self.opens_on, self.opens_hour, zone)
        closes_at = self._moment(self.closes_on, self.closes_hour, zone)
        if periods:
            self._check_dates(opens_at, closes_at or periods[0][0], periods[-1][1])
        if not is_valid or self.has_errors():
            return None
        return SessionPlan(
            periods=tuple(periods),
            place_name=self.place_name.data or "",
            address=self.address.data or "",
            access_notes=self.access_notes.data or "",
            video_link=self.video_link.data or "",
            trainer_ids=tuple(self.trainers.data or ()),
            opens_at=opens_at,
            closes_at=closes_at,
            needs_approval=bool(self.needs_approval.data),
            audience=Audience(self.audience.data),
        )

    def has_errors(self) -> bool:
        rows = any(field.errors for row in self.half_days for field in row.form)
        others = any(field.errors for field in self if field is not self.half_days)
        return rows or others or bool(self.form_errors)

    def _periods(self, zone: str, *, known: Sequence[Period], now: datetime) -> list[Period]:
        rows = [row.form for row in self.half_days if not row.form.is_empty] or [self.half_days[0].form]
        read = [(row, row.period(zone, known=known, now=now)) for row in rows]
        good = sorted(((period, row) for row, period in read if period), key=lambda pair: pair[0])
        for (one, _row), (other, row) in pairwise(good):
            if one[1] > other[0]:
                _say(row.start, _("Cette demi-journée en chevauche une autre."))
        # For the list at the top of the page, which was made before these were looked at together.
        self.half_days.errors = [row.errors for row in rows if any(field.errors for field in row)]
        return [period for period, _row in good]

    def _moment(self, day: DayField, hour: HourField, zone: str) -> datetime | None:
        if day.data is None and hour.data is None:
            return None
        for field in (day, hour):
            if field.data is None and not field.errors:
                _say(field, _("Donnez le jour et l'heure."))
        if day.data is None or hour.data is None:
            return None
        try:
            return to_utc(day.data, hour.data, zone)
        except DomainError as error:
            _say(hour, str(error))
            return None

    def _check_dates(self, opens_at: datetime | None, closes_at: datetime, ends_at: datetime) -> None:
        if closes_at > ends_at:
            _say(self.closes_on, _("Les inscriptions doivent être closes avant la fin de la session."))
        if opens_at is not None and opens_at >= closes_at:
            _say(self.opens_on, _("Les inscriptions doivent ouvrir avant d'être closes."))

    @staticmethod
    def filled_with(session: TrainingSession) -> dict[str, Any]:
        zone = session.time_zone
        closes_at = None if session.closes_at == session.starts_at else session.closes_at
        return {
            "half_days": [
                {
                    "day": to_local(half_day.starts_at, zone).date(),
                    "start": to_local(half_day.starts_at, zone).time(),
                    "end": to_local(half_day.ends_at, zone).time(),
                }
                for half_day in session.half_days
            ],
            **{
                name: getattr(session, name)
                for name in ("place_name", "address", "access_notes", "video_link", "needs_approval")
            },
            "trainers": [trainer.id for trainer in session.trainers],
            "audience": session.audience.value,
            **_split("opens", session.opens_at, zone),
            **_split("closes", closes_at, zone),
        }


class CapacityForm(Form):
    """How many people."""

    capacity = WholeNumberField(_l("Nombre de places"), least=1, most=MOST_SEATS, validators=[Required()])


class ReasonForm(Form):
    """A reason that the people concerned will read."""

    reason = TextAreaField(
        _l("Motif"),
        validators=[Required(), AtMost(500)],
        description=_l("Les personnes concernées reçoivent ce texte."),
    )


class AddPersonForm(Form):
    """Somebody who has an account."""

    email = EmailField(_l("Son adresse e-mail"), validators=[Required(), AtMost(254)])


class MoveForm(ReasonForm):
    """Another date of the same training."""

    to_session = SelectField(_l("Nouvelle date"), coerce=int, validators=[Required()])


class ReplaceForm(AddPersonForm, ReasonForm):
    """Somebody else in the same place."""


def _split(name: str, instant: datetime | None, zone: str) -> dict[str, Any]:
    if instant is None:
        return {}
    local = to_local(instant, zone)
    return {f"{name}_on": local.date(), f"{name}_hour": local.time()}


def _say(field: Any, sentence: str) -> None:
    field.errors = [*field.errors, sentence]

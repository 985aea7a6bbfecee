"""What managers type about a session."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from wtforms import (
    FieldList,
    FormField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shared_services.accounts.models import Person
from shared_services.booking.audience import AUDIENCES
from shared_services.booking.models import Audience
from shared_services.core.errors import DomainError
from shared_services.core.forms import (
    AtMost,
    BeforeField,
    ChecksField,
    DayField,
    Form,
    HourField,
    Required,
    TickField,
    WholeNumberField,
)
from shared_services.core.i18n import _, _l
from shared_services.core.local_time import to_local, to_utc

from ..models import TrainingSession
from ..operations import SessionPlan
from .fields import say
from .half_days import HalfDayForm, Period
from .requirements import RequirementsField

MOST_HALF_DAYS = 20
MOST_SEATS = 1000
KEPT_AS_THEY_ARE = (
    *("place_name", "address", "access_notes", "video_link", "needs_approval"),
    *("opens_before", "closes_before", "minimum", "decides_before", "cancels_itself"),
)


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
    requires = RequirementsField(_l("Matériel et salle"))
    capacity = WholeNumberField(_l("Nombre de places"), least=1, most=MOST_SEATS, validators=[Required()])
    opens_on = DayField(_l("Ouverture des inscriptions, jour"), description=_l("Vide\u00a0: tout de suite."))
    opens_hour = HourField(_l("Ouverture, heure"), description="9 h")
    opens_before = BeforeField(
        _l("Ou ouverture comptée depuis la session"),
        description=_l("Par exemple 60 jours avant, à 9 h. Elle suit la session si sa date change."),
    )
    closes_on = DayField(
        _l("Clôture des inscriptions, jour"), description=_l("Vide\u00a0: l'habitude du hub.")
    )
    closes_hour = HourField(_l("Clôture, heure"), description="18 h")
    closes_before = BeforeField(
        _l("Ou clôture comptée depuis la session"),
        description=_l("Par exemple 14 jours avant, à 18 h. Elle suit la session si sa date change."),
    )
    minimum = WholeNumberField(
        _l("Minimum de personnes"),
        least=1,
        most=MOST_SEATS,
        description=_l("Vide\u00a0: la session a lieu quel que soit le nombre de personnes."),
    )
    decides_before = BeforeField(
        _l("Quand le décider"),
        description=_l("Par exemple 28 jours avant, à 18 h. Ce jour-là, on compte les places confirmées."),
    )
    cancels_itself = TickField(_l("Sous le minimum, annuler la session sans me demander"))
    needs_approval = TickField(_l("Chaque demande doit être acceptée par le hub"))
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
        requires = self.requires.chosen()
        self._check_rules(opens_at, closes_at)
        if periods:
            start, opens, closes = periods[0][0], self.opens_before.data, self.closes_before.data
            opening = opens_at or (opens.at(start, zone) if opens else None)
            closing = closes_at or (closes.at(start, zone) if closes else start)
            self._check_dates(opening, closing, periods[-1][1])
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
            opens_before=self.opens_before.data,
            closes_before=self.closes_before.data,
            minimum=self.minimum.data,
            decides_before=self.decides_before.data,
            cancels_itself=bool(self.minimum.data and self.cancels_itself.data),
            requires=requires,
        )

    def has_errors(self) -> bool:
        rows = any(field.errors for row in (*self.half_days, *self.requires) for field in row.form)
        others = any(field.errors for field in self if field not in (self.half_days, self.requires))
        return rows or others or bool(self.form_errors)

    def _periods(self, zone: str, *, known: Sequence[Period], now: datetime) -> list[Period]:
        rows = [row.form for row in self.half_days if not row.form.is_empty] or [self.half_days[0].form]
        read = [(row, row.period(zone, known=known, now=now)) for row in rows]
        good = sorted(((period, row) for row, period in read if period), key=lambda pair: pair[0])
        for (one, _row), (other, row) in pairwise(good):
            if one[1] > other[0]:
                say(row.start, _("Cette demi-journée en chevauche une autre."))
        # For the list at the top of the page, which was made before these were looked at together.
        self.half_days.errors = [row.errors for row in rows if any(field.errors for field in row)]
        return [period for period, _row in good]

    def _moment(self, day: DayField, hour: HourField, zone: str) -> datetime | None:
        if day.data is None and hour.data is None:
            return None
        for field in (day, hour):
            if field.data is None and not field.errors:
                say(field, _("Donnez le jour et l'heure."))
        if day.data is None or hour.data is None:
            return None
        try:
            return to_utc(day.data, hour.data, zone)
        except DomainError as error:
            say(hour, str(error))
            return None

    def _check_rules(self, opens_at: datetime | None, closes_at: datetime | None) -> None:
        for day, before in ((opens_at, self.opens_before), (closes_at, self.closes_before)):
            if day and before.data:
                say(before, _("Choisissez l'un ou l'autre\u00a0: un jour précis, ou des jours avant."))
        if self.minimum.data and self.decides_before.data is None and not self.decides_before.errors:
            say(self.decides_before, _("Dites quand on décide, par exemple 28 jours avant."))
        if self.decides_before.data and self.minimum.data is None and not self.minimum.errors:
            say(self.minimum, _("Dites combien de personnes il faut au moins."))
        if self.capacity and (self.minimum.data or 0) > (self.capacity.data or MOST_SEATS):
            say(self.minimum, _("Le minimum dépasse le nombre de places."))

    def _check_dates(self, opens_at: datetime | None, closes_at: datetime, ends_at: datetime) -> None:
        if closes_at > ends_at:
            say(self.closes_on, _("Les inscriptions doivent être closes avant la fin de la session."))
        if opens_at is not None and opens_at >= closes_at:
            say(self.opens_on, _("Les inscriptions doivent ouvrir avant d'être closes."))

    @staticmethod
    def filled_with(session: TrainingSession) -> dict[str, Any]:
        zone = session.time_zone
        by_day = session.closes_before is None and session.closes_at != session.starts_at
        return {
            "half_days": [
                {
                    "day": to_local(half_day.starts_at, zone).date(),
                    "start": to_local(half_day.starts_at, zone).time(),
                    "end": to_local(half_day.ends_at, zone).time(),
                }
                for half_day in session.half_days
            ],
            **{name: getattr(session, name) for name in KEPT_AS_THEY_ARE},
            "trainers": [trainer.id for trainer in session.trainers],
            "audience": session.audience.value,
            **_split("opens", None if session.opens_before else session.opens_at, zone),
            **_split("closes", session.closes_at if by_day else None, zone),
        }


def _split(name: str, instant: datetime | None, zone: str) -> dict[str, Any]:
    if instant is None:
        return {}
    local = to_local(instant, zone)
    return {f"{name}_on": local.date(), f"{name}_hour": local.time()}

"""A hub as admins describe it."""

from collections.abc import Sequence
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import ValidationError

from shared_services.core.forms import (
    AtMost,
    ChecksField,
    EmailField,
    Form,
    HasWords,
    ListField,
    PhoneField,
    Required,
    SingleLineField,
    WholeNumberField,
)
from shared_services.core.i18n import _, _l
from shared_services.core.text import normalised

from ..models import Departement, WaitingRule
from ..operations import HubFacts
from .fields import name_departements

RULES = {
    WaitingRule.FIRST_COME: _l("Dans l'ordre des demandes"),
    WaitingRule.NEW_ORGANISATIONS_FIRST: _l("D'abord les structures qui n'ont encore personne d'inscrit"),
}
ZONES = {
    "Europe/Paris": _l("Hexagone et Corse"),
    "America/Guadeloupe": _l("Guadeloupe"),
    "America/Martinique": _l("Martinique"),
    "America/Cayenne": _l("Guyane"),
    "Indian/Reunion": _l("La Réunion"),
    "Indian/Mayotte": _l("Mayotte"),
}


class HubForm(Form):
    """A hub as admins describe it; its local time is that of its territory when nothing else is chosen."""

    name = SingleLineField(_l("Nom du hub"), validators=[Required(), AtMost(120), HasWords()])
    summary = TextAreaField(_l("Présentation"), validators=[Required(), AtMost(2000)])
    email = EmailField(_l("Adresse de contact"), validators=[Required(), AtMost(254)])
    phone = PhoneField(_l("Téléphone"))
    city = SingleLineField(_l("Commune"), validators=[Required(), AtMost(80)])
    departements = ChecksField(_l("Départements"), validators=[Required()])
    time_zone = ListField(_l("Heure locale"))
    cancel_hours = WholeNumberField(
        _l("Annulation libre jusqu'à combien d'heures avant le début"), validators=[Required()], most=720
    )
    waiting_rule = ListField(_l("Ordre de la liste d'attente"), validators=[Required()])

    def __init__(self, departements: Sequence[Departement], **kw: Any) -> None:
        super().__init__(**kw)
        self.departements.choices = name_departements(departements)
        self.time_zone.choices = [("", str(_("Celle des départements cochés")))]
        self.time_zone.choices += [(zone, str(name)) for zone, name in ZONES.items()]
        self._known = departements
        self.waiting_rule.choices = [(rule.value, str(name)) for rule, name in RULES.items()]

    def validate_time_zone(self, field: ListField) -> None:
        if not field.data:
            checked = self.departements.data or ()
            zones = {departement.time_zone for departement in self._known if departement.code in checked}
            if len(zones) > 1:
                raise ValidationError(_("Ces départements n'ont pas tous la même heure : choisissez."))
            field.data = next(iter(zones), "")

    def by_region(self) -> dict[str, list[Any]]:
        """The boxes of the départements, under the names of their régions."""
        boxes: dict[str, list[Any]] = {}
        for departement, box in zip(self._known, self.departements, strict=True):
            # overseas, a région is named as its local time is, in the reader's language
            boxes.setdefault(str(_(departement.region)), []).append(box)
        return dict(sorted(boxes.items(), key=lambda pair: normalised(pair[0])))

    def facts(self) -> HubFacts:
        """What was typed, once valid."""
        return HubFacts(
            name=self.name.data,
            summary=self.summary.data,
            email=self.email.data or "",
            phone=self.phone.data or None,
            city=self.city.data,
            departement_codes=self.departements.data,
            time_zone=self.time_zone.data,
            cancel_hours=int(self.cancel_hours.data or 0),
            waiting_rule=WaitingRule(self.waiting_rule.data),
        )

"""What people type about hubs and organisations."""

from typing import Any

from stdnum.exceptions import ValidationError as BadNumber
from stdnum.fr import siret as siret_number
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Email, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from shared_services.core.forms import AtMost, Form, Required, WholeNumberField
from shared_services.core.i18n import _, _l

from .models import OrganisationKind, WaitingRule
from .operations import HubFacts, OrganisationFacts

KINDS = {
    OrganisationKind.ASSOCIATION: _l("Association"),
    OrganisationKind.LOCAL_AUTHORITY: _l("Collectivité territoriale"),
    OrganisationKind.COMPANY: _l("Entreprise"),
    OrganisationKind.PUBLIC_OPERATOR: _l("Opérateur public"),
}
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
BAD_EMAIL = _l("Cette adresse n'est pas complète. Exemple : prenom.nom@exemple.fr.")
CHOOSE = _l("Choisissez dans la liste.")


class OrganisationForm(Form):
    """An organisation that is not in the list yet, and the hub it asks to join."""

    name = StringField(_l("Nom de la structure"), validators=[Required(), AtMost(160)])
    kind = SelectField(_l("Type de structure"), validate_choice=False, validators=[Required()])
    city = StringField(_l("Commune"), validators=[Required(), AtMost(80)])
    departement = SelectField(_l("Département"), validate_choice=False, validators=[Required()])
    hub = SelectField(_l("Hub à rejoindre"), validate_choice=False, validators=[Required()])
    siret = StringField(_l("SIRET"), description=_l("14 chiffres, si vous le connaissez."))

    def __init__(self, departements: list[tuple[str, str]], hubs: list[tuple[str, str]], **kw: Any) -> None:
        super().__init__(**kw)
        empty = ("", str(_("Choisir")))
        self.kind.choices = [empty, *((kind.value, str(name)) for kind, name in KINDS.items())]
        self.departement.choices = [empty, *departements]
        self.hub.choices = [empty, *hubs]

    def validate_kind(self, field: SelectField) -> None:
        _check_choice(field)

    def validate_departement(self, field: SelectField) -> None:
        _check_choice(field)

    def validate_hub(self, field: SelectField) -> None:
        _check_choice(field)

    def validate_siret(self, field: StringField) -> None:
        if field.data:
            try:
                siret_number.validate(field.data)
            except BadNumber:
                sentence = _("Ce SIRET n'est pas juste : 14 chiffres, dont le dernier vérifie les autres.")
                raise ValidationError(sentence) from None

    def facts(self) -> OrganisationFacts:
        """What was typed, once valid."""
        return OrganisationFacts(
            name=self.name.data,
            kind=OrganisationKind(self.kind.data),
            city=self.city.data,
            departement_code=self.departement.data,
            siret=siret_number.compact(self.siret.data) if self.siret.data else None,
        )


def _check_choice(field: SelectField) -> None:
    if field.data and field.data not in {value for value, *_name in field.choices}:
        raise ValidationError(str(CHOOSE))


class StaffForm(Form):
    """Who is appointed, by the e-mail of her account."""

    email = StringField(_l("Adresse e-mail"), validators=[Required(), Email(BAD_EMAIL), AtMost(254)])


class HubForm(Form):
    """A hub as admins describe it."""

    name = StringField(_l("Nom du hub"), validators=[Required(), AtMost(120)])
    summary = TextAreaField(_l("Présentation"), validators=[Required(), AtMost(2000)])
    email = StringField(_l("Adresse de contact"), validators=[Required(), Email(BAD_EMAIL), AtMost(254)])
    phone = StringField(_l("Téléphone"), validators=[AtMost(30)])
    city = StringField(_l("Commune"), validators=[Required(), AtMost(80)])
    departements = SelectMultipleField(
        _l("Départements"),
        validators=[Required()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    time_zone = SelectField(_l("Heure locale"), validate_choice=False, validators=[Required()])
    cancel_hours = WholeNumberField(
        _l("Annulation libre jusqu'à combien d'heures avant le début"), validators=[Required()], most=720
    )
    waiting_rule = SelectField(
        _l("Ordre de la liste d'attente"), validate_choice=False, validators=[Required()]
    )

    def __init__(self, departements: list[tuple[str, str]], **kw: Any) -> None:
        super().__init__(**kw)
        self.departements.choices = departements
        self.time_zone.choices = [(zone, str(name)) for zone, name in ZONES.items()]
        self.waiting_rule.choices = [(rule.value, str(name)) for rule, name in RULES.items()]

    def validate_departements(self, field: SelectMultipleField) -> None:
        if not set(field.data) <= {value for value, _name in field.choices}:
            raise ValidationError(str(CHOOSE))

    def validate_time_zone(self, field: SelectField) -> None:
        _check_choice(field)

    def validate_waiting_rule(self, field: SelectField) -> None:
        _check_choice(field)

    def facts(self) -> HubFacts:
        """What was typed, once valid."""
        return HubFacts(
            name=self.name.data,
            summary=self.summary.data,
            email=self.email.data.lower(),
            phone=self.phone.data or None,
            city=self.city.data,
            departement_codes=self.departements.data,
            time_zone=self.time_zone.data,
            cancel_hours=int(self.cancel_hours.data or 0),
            waiting_rule=WaitingRule(self.waiting_rule.data),
        )

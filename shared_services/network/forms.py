"""What people type about hubs and organisations."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from stdnum.exceptions import ValidationError as BadNumber
from stdnum.fr import siret as siret_number
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from shared_services.core.forms import (
    AtMost,
    DayField,
    EmailField,
    Form,
    PhoneField,
    Required,
    SingleLineField,
    TickField,
    WholeNumberField,
)
from shared_services.core.i18n import _, _l
from shared_services.core.text import normalised

from .models import Departement, Hub, OrganisationKind, StaffRole, WaitingRule
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
ROLES = {
    StaffRole.TRAINER: _l("Formation : anime des sessions et tient la feuille de présence"),
    StaffRole.MANAGER: _l("Gestion : publie les offres, répond aux demandes, gère les membres"),
}
CHOOSE = _l("Choisissez dans la liste.")


def check_siret(field: StringField) -> None:
    """Fourteen digits whose last one checks the others; La Poste has a rule of its own."""
    if field.data:
        try:
            siret_number.validate(field.data)
        except BadNumber:
            sentence = _("Ce SIRET n'est pas juste : 14 chiffres, dont le dernier vérifie les autres.")
            raise ValidationError(sentence) from None


class HasWords:
    """A name people can say, search and see in an address: at least one plain letter or digit."""

    def __call__(self, _form: Any, field: StringField) -> None:
        if not normalised(field.data or ""):
            raise ValidationError(_("Écrivez un nom avec des lettres."))


class OrganisationForm(Form):
    """An organisation that is not in the list yet, and the hub it asks to join.

    Without a choice, it asks the hub of its département when there is only one.
    """

    name = SingleLineField(_l("Nom de la structure"), validators=[Required(), AtMost(160), HasWords()])
    kind = SelectField(_l("Type de structure"), validate_choice=False, validators=[Required()])
    city = SingleLineField(_l("Commune"), validators=[Required(), AtMost(80)])
    departement = SelectField(_l("Département"), validate_choice=False, validators=[Required()])
    hub = SelectField(_l("Hub à rejoindre"), validate_choice=False)
    siret = StringField(_l("SIRET"), description=_l("14 chiffres, si vous le connaissez."))

    def __init__(self, departements: Sequence[Departement], hubs: Sequence[Hub], **kw: Any) -> None:
        super().__init__(**kw)
        empty = ("", str(_("Choisir")))
        self.kind.choices = [empty, *((kind.value, str(name)) for kind, name in KINDS.items())]
        self.departement.choices = [empty, *_name_departements(departements)]
        self.hub.choices = [("", str(_("Celui de mon département")))]
        self.hub.choices += [(str(hub.id), _hub_and_territory(hub)) for hub in hubs]
        self._hubs = hubs

    def validate_kind(self, field: SelectField) -> None:
        _check_choice(field)

    def validate_departement(self, field: SelectField) -> None:
        _check_choice(field)

    def validate_hub(self, field: SelectField) -> None:
        _check_choice(field)
        near = {str(hub.id): hub.name for hub in self._hubs if self.departement.data in _codes(hub)}
        if not field.data and len(near) == 1:
            field.data = next(iter(near))
        elif near and field.data not in near:
            raise ValidationError(_("Choisissez un hub de votre département : %(hubs)s.", hubs=_either(near)))
        elif not field.data and self.departement.data:
            raise ValidationError(_("Aucun hub ne couvre encore ce département : choisissez le plus proche."))

    def validate_siret(self, field: StringField) -> None:
        check_siret(field)

    def facts(self) -> OrganisationFacts:
        """What was typed, once valid."""
        return OrganisationFacts(
            name=self.name.data,
            kind=OrganisationKind(self.kind.data),
            city=self.city.data,
            departement_code=self.departement.data,
            siret=siret_number.compact(self.siret.data) if self.siret.data else None,
        )


class CorrectionForm(Form):
    """The facts of an organisation that is in the list already."""

    name = SingleLineField(_l("Nom de la structure"), validators=[Required(), AtMost(160), HasWords()])
    kind = SelectField(_l("Type de structure"), validate_choice=False, validators=[Required()])
    city = SingleLineField(_l("Commune"), validators=[Required(), AtMost(80)])
    departement = SelectField(_l("Département"), validate_choice=False, validators=[Required()])
    siret = StringField(_l("SIRET"), description=_l("14 chiffres, si vous le connaissez."))

    def __init__(self, departements: Sequence[Departement], **kw: Any) -> None:
        super().__init__(**kw)
        self.kind.choices = [(kind.value, str(name)) for kind, name in KINDS.items()]
        self.departement.choices = _name_departements(departements)

    def validate_kind(self, field: SelectField) -> None:
        _check_choice(field)

    def validate_departement(self, field: SelectField) -> None:
        _check_choice(field)

    def validate_siret(self, field: StringField) -> None:
        check_siret(field)

    def facts(self) -> OrganisationFacts:
        """What was typed, once valid."""
        return OrganisationFacts(
            name=self.name.data,
            kind=OrganisationKind(self.kind.data),
            city=self.city.data,
            departement_code=self.departement.data,
            siret=siret_number.compact(self.siret.data) if self.siret.data else None,
        )


def _codes(hub: Hub) -> set[str]:
    return {departement.code for departement in hub.departements}


def _hub_and_territory(hub: Hub) -> str:
    return f"{hub.name} ({', '.join(departement.name for departement in hub.departements)})"


def _either(near: dict[str, str]) -> str:
    return f" {_('ou')} ".join(near.values())


def _name_departements(departements: Sequence[Departement]) -> list[tuple[str, str]]:
    return [(departement.code, f"{departement.code} · {departement.name}") for departement in departements]


def _check_choice(field: SelectField) -> None:
    if field.data and field.data not in {value for value, *_name in field.choices}:
        raise ValidationError(str(CHOOSE))


class ReasonForm(Form):
    """Why the hub refuses or ends; the organisation reads it."""

    reason = SingleLineField(
        _l("Motif"), validators=[AtMost(300)], description=_l("La structure le lit dans le message.")
    )


class RenewalForm(Form):
    """Until when the membership is agreed on."""

    until = DayField(_l("Valable jusqu'au"), validators=[Required()])

    def __init__(self, today: date, **kw: Any) -> None:
        super().__init__(**kw)
        self._today = today

    def validate_until(self, field: DayField) -> None:
        if field.data and field.data <= self._today:
            raise ValidationError(_("Choisissez un jour à venir."))


class StaffForm(Form):
    """Who is appointed, by the e-mail of her account."""

    email = EmailField(_l("Adresse e-mail"), validators=[Required(), AtMost(254)])


class InvitationForm(Form):
    """Whom to invite to an organisation, by mail."""

    email = EmailField(_l("Adresse e-mail"), validators=[Required(), AtMost(254)])
    as_referent = TickField(
        _l("Cette personne sera référente"),
        description=_l("Elle accepte les collègues, réserve pour eux et parle pour la structure."),
    )


class SharedLinkForm(Form):
    """How many people a link to share is for."""

    max_uses = WholeNumberField(
        _l("Nombre de personnes"),
        validators=[Required()],
        least=1,
        most=50,
        description=_l("Le lien s'arrête de lui-même quand ce nombre est atteint, ou après 14 jours."),
    )


class TeamInvitationForm(Form):
    """Whom to invite to a hub's team, and as what."""

    email = EmailField(_l("Adresse e-mail"), validators=[Required(), AtMost(254)])
    role = SelectField(_l("Rôle"), validate_choice=False, validators=[Required()])

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        self.role.choices = [(role.value, str(name)) for role, name in ROLES.items()]

    def validate_role(self, field: SelectField) -> None:
        _check_choice(field)


class HubForm(Form):
    """A hub as admins describe it; its local time is that of its territory when nothing else is chosen."""

    name = SingleLineField(_l("Nom du hub"), validators=[Required(), AtMost(120), HasWords()])
    summary = TextAreaField(_l("Présentation"), validators=[Required(), AtMost(2000)])
    email = EmailField(_l("Adresse de contact"), validators=[Required(), AtMost(254)])
    phone = PhoneField(_l("Téléphone"))
    city = SingleLineField(_l("Commune"), validators=[Required(), AtMost(80)])
    departements = SelectMultipleField(
        _l("Départements"),
        validators=[Required()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    time_zone = SelectField(_l("Heure locale"), validate_choice=False)
    cancel_hours = WholeNumberField(
        _l("Annulation libre jusqu'à combien d'heures avant le début"), validators=[Required()], most=720
    )
    waiting_rule = SelectField(
        _l("Ordre de la liste d'attente"), validate_choice=False, validators=[Required()]
    )

    def __init__(self, departements: Sequence[Departement], **kw: Any) -> None:
        super().__init__(**kw)
        self.departements.choices = _name_departements(departements)
        self.time_zone.choices = [("", str(_("Celle des départements cochés")))]
        self.time_zone.choices += [(zone, str(name)) for zone, name in ZONES.items()]
        self._known = departements
        self.waiting_rule.choices = [(rule.value, str(name)) for rule, name in RULES.items()]

    def validate_departements(self, field: SelectMultipleField) -> None:
        if not set(field.data) <= {value for value, _name in field.choices}:
            raise ValidationError(str(CHOOSE))

    def validate_time_zone(self, field: SelectField) -> None:
        _check_choice(field)
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

    def validate_waiting_rule(self, field: SelectField) -> None:
        _check_choice(field)

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

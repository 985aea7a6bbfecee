"""Answers about memberships, who is appointed, who is invited."""

from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from shared_services.core.forms import (
    AtMost,
    DayField,
    EmailField,
    Form,
    ListField,
    Required,
    SingleLineField,
    TickField,
    WholeNumberField,
)
from shared_services.core.i18n import _, _l

from ..models import StaffRole

ROLES = {
    StaffRole.TRAINER: _l("Formation : anime des sessions et tient la feuille de présence"),
    StaffRole.MANAGER: _l("Gestion : publie les offres, répond aux demandes, gère les membres"),
}


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
    role = ListField(_l("Rôle"), validators=[Required()])

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        self.role.choices = [(role.value, str(name)) for role, name in ROLES.items()]

"""What people type about organisations."""

from collections.abc import Sequence
from typing import Any

from wtforms.validators import ValidationError

from shared_services.core.forms import AtMost, Form, HasWords, ListField, Required, SingleLineField
from shared_services.core.i18n import _, _l

from ..models import Departement, Hub, OrganisationKind
from ..operations import OrganisationFacts
from .fields import SiretField, name_departements

KINDS = {
    OrganisationKind.ASSOCIATION: _l("Association"),
    OrganisationKind.LOCAL_AUTHORITY: _l("Collectivité territoriale"),
    OrganisationKind.COMPANY: _l("Entreprise"),
    OrganisationKind.PUBLIC_OPERATOR: _l("Opérateur public"),
}


class CorrectionForm(Form):
    """The facts of an organisation that is in the list already."""

    name = SingleLineField(_l("Nom de la structure"), validators=[Required(), AtMost(160), HasWords()])
    kind = ListField(_l("Type de structure"), validators=[Required()])
    city = SingleLineField(_l("Commune"), validators=[Required(), AtMost(80)])
    departement = ListField(_l("Département"), validators=[Required()])
    siret = SiretField(_l("SIRET"), description=_l("14 chiffres, si vous le connaissez."))

    def __init__(self, departements: Sequence[Departement], **kw: Any) -> None:
        super().__init__(**kw)
        self.kind.choices = [(kind.value, str(name)) for kind, name in KINDS.items()]
        self.departement.choices = name_departements(departements)

    def facts(self) -> OrganisationFacts:
        """What was typed, once valid."""
        return OrganisationFacts(
            name=self.name.data,
            kind=OrganisationKind(self.kind.data),
            city=self.city.data,
            departement_code=self.departement.data,
            siret=self.siret.data or None,
        )


class OrganisationForm(CorrectionForm):
    """An organisation that is not in the list yet, and the hub it asks to join.

    Without a choice, it asks the hub of its département when there is only one.
    """

    hub = ListField(_l("Hub à rejoindre"))

    def __init__(self, departements: Sequence[Departement], hubs: Sequence[Hub], **kw: Any) -> None:
        super().__init__(departements, **kw)
        empty = ("", str(_("Choisir")))
        self.kind.choices.insert(0, empty)
        self.departement.choices.insert(0, empty)
        self.hub.choices = [("", str(_("Celui de mon département")))]
        self.hub.choices += [(str(hub.id), _hub_and_territory(hub)) for hub in hubs]
        self._hubs = hubs

    def validate_hub(self, field: ListField) -> None:
        near = {str(hub.id): hub.name for hub in self._hubs if self.departement.data in _codes(hub)}
        if not field.data and len(near) == 1:
            field.data = next(iter(near))
        elif near and field.data not in near:
            raise ValidationError(_("Choisissez un hub de votre département : %(hubs)s.", hubs=_either(near)))
        elif not field.data and self.departement.data:
            raise ValidationError(_("Aucun hub ne couvre encore ce département : choisissez le plus proche."))


def _codes(hub: Hub) -> set[str]:
    return {departement.code for departement in hub.departements}


def _hub_and_territory(hub: Hub) -> str:
    return f"{hub.name} ({', '.join(departement.name for departement in hub.departements)})"


def _either(near: dict[str, str]) -> str:
    return f" {_('ou')} ".join(near.values())

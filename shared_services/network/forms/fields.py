"""Fields and checks that several forms of the network share."""

from collections.abc import Sequence
from typing import Any

from stdnum.exceptions import ValidationError as BadNumber
from stdnum.fr import siret as siret_number
from wtforms.validators import ValidationError

from shared_services.core.forms import SingleLineField
from shared_services.core.i18n import _

from ..models import Departement


class SiretField(SingleLineField):
    """Fourteen digits whose last one checks the others; La Poste has a rule of its own.

    `data` is the digits alone once valid.
    """

    def pre_validate(self, form: Any) -> None:
        if self.data:
            try:
                siret_number.validate(self.data)
            except BadNumber:
                sentence = _("Ce SIRET n'est pas juste : 14 chiffres, dont le dernier vérifie les autres.")
                raise ValidationError(sentence) from None

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if self.data and not self.errors:
            self.data = siret_number.compact(self.data)


def name_departements(departements: Sequence[Departement]) -> list[tuple[str, str]]:
    return [(departement.code, f"{departement.code} · {departement.name}") for departement in departements]

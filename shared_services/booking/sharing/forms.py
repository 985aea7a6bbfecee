"""What managers say about how places are shared."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from shared_services.core.forms import DayField, Form, Required, WholeNumberField
from shared_services.core.i18n import _, _l

from ..models import QuotaPeriod, QuotaScope

SCOPES = {
    QuotaScope.PERSON: _l("une personne"),
    QuotaScope.ORGANISATION: _l("une structure"),
}
PERIODS = {
    QuotaPeriod.COMING: _l("Places à venir"),
    QuotaPeriod.MONTH: _l("Places par mois"),
    QuotaPeriod.QUARTER: _l("Places par trimestre"),
    QuotaPeriod.YEAR: _l("Places par an"),
}


class QuotaForm(Form):
    """At most so many places, for whom, over which period."""

    scope = SelectField(
        _l("Pour"),
        choices=[SelectChoice(scope.value, name) for scope, name in SCOPES.items()],
        validators=[Required()],
    )
    most = WholeNumberField(_l("Au plus"), least=1, most=1000, validators=[Required()])
    period = SelectField(
        _l("De quoi"),
        choices=[SelectChoice(period.value, name) for period, name in PERIODS.items()],
        validators=[Required()],
    )


class LimitForm(Form):
    """How many places one organisation may hold on a date."""

    most = WholeNumberField(_l("Places au plus par structure"), least=1, most=1000)


class KeptSeatsForm(Form):
    """Seats kept for the hub's members, or for one of them."""

    units = WholeNumberField(_l("Nombre de places"), least=1, most=1000, validators=[Required()])
    whom = SelectField(_l("Pour"), coerce=int)
    until = DayField(
        _l("Jusqu'au"),
        validators=[Required()],
        description=_l("Ce jour-là à 9 h, les places qui restent s'ouvrent à tout le monde."),
    )

    def __init__(self, members: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(**given)
        everybody = SelectChoice(0, _("Toutes les structures membres du hub"))
        self.whom.choices = [everybody, *(SelectChoice(id_, name) for id_, name in members)]

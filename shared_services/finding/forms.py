"""What people type about a search they keep."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from shared_services.core.forms import AtMost, Form, Required, SingleLineField
from shared_services.core.i18n import _l

from .models import Rhythm

RHYTHMS = {
    Rhythm.DAILY: _l("Chaque jour à 8 h, s'il y a du nouveau"),
    Rhythm.WEEKLY: _l("Le lundi à 8 h, s'il y a du nouveau"),
    Rhythm.NONE: _l("Aucun message"),
}


class SearchForm(Form):
    """A name to know it by, and how often it writes."""

    name = SingleLineField(_l("Nom de la recherche"), validators=[Required(), AtMost(80)])
    rhythm = RadioField(
        _l("Être prévenu par e-mail"),
        choices=[SelectChoice(rhythm.value, label) for rhythm, label in RHYTHMS.items()],
        default=Rhythm.WEEKLY.value,
        validators=[Required()],
    )


class StopForm(Form):
    """One button."""

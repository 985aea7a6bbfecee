"""What a person says of a new share."""

from wtforms.fields.choices import SelectChoice

from shared_services.core.forms import AtMost, ChoiceField, Form, Required, SingleLineField
from shared_services.core.i18n import _l

from .models import LONGEST_LABEL


class ShareForm(Form):
    """For whom it is, and how long it is good."""

    label = SingleLineField(
        _l("Pour qui ?"),
        [Required(), AtMost(LONGEST_LABEL)],
        description=_l("Pour vous y retrouver\u00a0: personne d'autre ne le lit."),
        render_kw={"autocomplete": "off"},
    )
    days = ChoiceField(
        _l("Durée"),
        [Required()],
        choices=[
            SelectChoice("30", _l("30 jours")),
            SelectChoice("90", _l("90 jours")),
            SelectChoice("365", _l("Un an")),
        ],
        default="30",
    )

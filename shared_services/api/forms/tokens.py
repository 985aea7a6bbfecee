"""What a person says of a new token."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from shared_services.core.forms import AtMost, Form, Required, SingleLineField
from shared_services.core.i18n import _l

from ..models import LONGEST_NAME


class TokenForm(Form):
    """What it is for, and how long it is good."""

    name = SingleLineField(
        _l("À quoi servira ce jeton ?"),
        [Required(), AtMost(LONGEST_NAME)],
        description=_l("Par exemple : le tableau de bord de la médiathèque."),
        render_kw={"autocomplete": "off"},
    )
    days = RadioField(
        _l("Durée"),
        [Required()],
        choices=[
            SelectChoice("30", _l("30 jours")),
            SelectChoice("90", _l("90 jours")),
            SelectChoice("365", _l("Un an")),
        ],
        default="90",
    )

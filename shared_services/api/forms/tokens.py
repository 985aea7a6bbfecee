"""What a person says of a new token."""

from shared_services.core.forms import AtMost, Form, GoodForField, Required, SingleLineField
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
    days = GoodForField(_l("Durée"), [Required()], default="90")

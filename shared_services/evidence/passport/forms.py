"""What a person says of a new share."""

from shared_services.core.forms import AtMost, Form, GoodForField, Required, SingleLineField
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
    days = GoodForField(_l("Durée"), [Required()], default="30")

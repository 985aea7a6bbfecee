"""What a manager says when she makes a certificate again."""

from wtforms import HiddenField, TextAreaField
from wtforms.validators import Regexp

from shared_services.core.forms import AtMost, Form, Required
from shared_services.core.i18n import _l


class ReissueForm(Form):
    """Why; and which version she saw."""

    seen = HiddenField(validators=[Regexp(r"\d{1,9}\Z")])
    reason = TextAreaField(
        _l("Ce qui était faux"),
        validators=[Required(), AtMost(500)],
        description=_l("Par exemple : le nom était mal écrit. La personne reçoit ce texte."),
    )

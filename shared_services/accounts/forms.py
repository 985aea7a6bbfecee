"""Forms about accounts."""

from wtforms import HiddenField, PasswordField, StringField

from shared_services.core.forms import AtMost, Form, Required
from shared_services.core.i18n import _l

LONGEST_EMAIL = 254
LONGEST_PASSWORD = 200


class LoginForm(Form):
    email = StringField(
        _l("Adresse e-mail"),
        [Required(), AtMost(LONGEST_EMAIL)],
        render_kw={"type": "email", "autocomplete": "username"},
    )
    password = PasswordField(
        _l("Mot de passe"),
        [Required(), AtMost(LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()

"""What she types to have her two accounts made one."""

from wtforms import PasswordField

from shared_services.accounts.passwords import MOST
from shared_services.core.forms import AtMost, EmailField, Form, Required
from shared_services.core.i18n import _l


class MergeForm(Form):
    """The address of the account in excess, and the password of the one she keeps."""

    email = EmailField(
        _l("Adresse e-mail de votre autre compte"),
        [Required(), AtMost(254)],
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    current_password = PasswordField(
        _l("Mot de passe du compte que vous gardez"),
        [Required(), AtMost(MOST)],
        render_kw={"autocomplete": "current-password"},
    )

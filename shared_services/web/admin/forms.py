"""What admins type on the pages of this room."""

from wtforms import TextAreaField

from shared_services.core.forms import AtMost, Form, Required
from shared_services.core.i18n import _l


class BlockForm(Form):
    """Why an account is blocked."""

    reason = TextAreaField(
        _l("Pourquoi bloquer ce compte"),
        validators=[Required(), AtMost(1000)],
        description=_l("La personne reçoit ce texte tel quel."),
    )


class SeeAsForm(Form):
    """Why support looks at the site as somebody does."""

    visit_reason = TextAreaField(
        _l("Pourquoi voir le site comme cette personne"),
        validators=[Required(), AtMost(500)],
        description=_l("La personne est prévenue tout de suite et lit ce texte."),
    )

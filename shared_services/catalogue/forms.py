"""What an admin types about an offer."""

from wtforms import TextAreaField

from shared_services.core.forms import AtMost, Form, Required
from shared_services.core.i18n import _l


class ReturnForm(Form):
    """Why the offer goes back to its author."""

    reason = TextAreaField(
        _l("Ce qui est à corriger"),
        validators=[Required(), AtMost(2000)],
        description=_l("La personne qui a écrit l'offre reçoit ce texte tel quel."),
    )


class SuspendForm(Form):
    """Why the offer leaves the catalogue."""

    reason = TextAreaField(
        _l("Pourquoi la suspendre"),
        validators=[Required(), AtMost(2000)],
        description=_l("Les gestionnaires du hub reçoivent ce texte tel quel."),
    )

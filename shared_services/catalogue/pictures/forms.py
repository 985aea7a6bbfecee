"""What is sent with the picture of an offer."""

import re
from typing import Any

from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from shared_services.core.forms import AtMost, Form, Optional, Required
from shared_services.core.i18n import _, _l

_FILE_NAME = re.compile(r"\S+\.(jpe?g|png|webp|gif|heic)", re.IGNORECASE)


class PictureForm(Form):
    """A file, which may stay as it is once there is one, and what it shows."""

    picture = FileField(
        _l("Image"),
        validators=[Optional()],
        description=_l(
            "PNG, JPEG ou WebP, 5 Mo au plus, de préférence 1 200 points de large. "
            "Elle est recadrée au format 3:2."
        ),
    )
    alternative = TextAreaField(
        _l("Texte de remplacement"),
        validators=[Required(), AtMost(250)],
        description=_l(
            "Pour qui ne voit pas l'image : ce qu'elle montre et apprend, en une phrase, sans « image de ». "
            "Par exemple : Deux personnes penchées sur une tablette, dans une médiathèque."
        ),
    )

    def validate_alternative(self, field: Any) -> None:
        if _FILE_NAME.fullmatch(field.data or ""):
            raise ValidationError(_("C'est le nom d'un fichier : écrivez plutôt ce que l'image montre."))


class RefusePictureForm(Form):
    """Why readers will not see it."""

    reason = TextAreaField(
        _l("Ce qui ne va pas avec cette image"),
        validators=[Required(), AtMost(1000)],
        description=_l("La personne qui a écrit l'offre reçoit ce texte tel quel."),
    )

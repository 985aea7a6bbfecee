"""What managers type about who their hub is on its papers."""

import re
from typing import Any

from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from shared_services.core.forms import (
    AtMost,
    EmailField,
    Form,
    Optional,
    PhoneField,
    Required,
    SingleLineField,
)
from shared_services.core.i18n import _, _l

from ..models import HubIdentity
from ..operations import Identity
from .fields import SiretField

CODE = re.compile(r"[A-Z0-9]{2,8}")
ACTIVITY_NUMBER = re.compile(r"[0-9]{11}")
TEXTS = (
    "legal_name",
    "address",
    "signatory_name",
    "signatory_title",
    "house_rules",
    "disability_name",
    "disability_email",
    "day_contact",
)


class IdentityForm(Form):
    """The training body as its papers name it."""

    legal_name = SingleLineField(
        _l("Nom de l'organisme"),
        validators=[Required(), AtMost(160)],
        description=_l("Le nom légal de la structure qui porte le hub."),
    )
    code = SingleLineField(
        _l("Sigle du hub"),
        validators=[Required()],
        description=_l("De 2 à 8 lettres ou chiffres : il commence le numéro de vos certificats."),
    )
    siret = SiretField(
        _l("SIRET"), description=_l("14 chiffres. Sans lui, ni certificat de réalisation ni convention.")
    )
    activity_number = SingleLineField(
        _l("Numéro de déclaration d'activité"),
        description=_l("11 chiffres, donnés par la préfecture de région aux organismes de formation."),
    )
    address = TextAreaField(_l("Adresse postale"), validators=[AtMost(400)])
    signatory_name = SingleLineField(
        _l("Qui signe"),
        validators=[AtMost(120)],
        description=_l("Prénom et nom. Sans signataire, ni certificat de réalisation ni convention."),
    )
    signatory_title = SingleLineField(
        _l("Sa fonction"), validators=[AtMost(120)], description=_l("Par exemple : directrice du hub.")
    )
    day_contact = SingleLineField(
        _l("Qui joindre le jour même"),
        validators=[AtMost(160)],
        description=_l("Un nom et un téléphone, imprimés sur les convocations."),
    )
    disability_name = SingleLineField(_l("Référent handicap"), validators=[AtMost(120)])
    disability_phone = PhoneField(_l("Son téléphone"))
    disability_email = EmailField(_l("Son adresse e-mail"), validators=[Optional(), AtMost(254)])
    house_rules = TextAreaField(
        _l("Règlement intérieur"),
        validators=[AtMost(8000)],
        description=_l("Remis avec la convocation : santé, sécurité, discipline."),
    )

    def validate_code(self, field: SingleLineField) -> None:
        if not CODE.fullmatch(self.clean_code):
            raise ValidationError(_("De 2 à 8 lettres sans accent ou chiffres, sans espace."))

    def validate_activity_number(self, field: SingleLineField) -> None:
        if field.data and not ACTIVITY_NUMBER.fullmatch(_digits(field.data)):
            raise ValidationError(_("Ce numéro a 11 chiffres."))

    @property
    def clean_code(self) -> str:
        return (self.code.data or "").upper()

    def identity(self) -> Identity:
        """What was typed. Only call it on a valid form."""
        return Identity(
            code=self.clean_code,
            siret=self.siret.data or None,
            activity_number=_digits(self.activity_number.data or ""),
            disability_phone=self.disability_phone.data,
            **{name: self[name].data or "" for name in TEXTS},
        )

    @staticmethod
    def filled_with(known: HubIdentity | None) -> dict[str, Any]:
        names = (*TEXTS, "code", "siret", "activity_number", "disability_phone")
        return {name: getattr(known, name) for name in names} if known else {}


class FunderLogoForm(Form):
    """The logo of who helps to pay, and what it shows."""

    picture = FileField(
        _l("Image"), validators=[Required()], description=_l("PNG, JPEG ou WebP, 5 Mo au plus.")
    )
    alternative = SingleLineField(
        _l("Ce que montre l'image"),
        validators=[Required(), AtMost(200)],
        description=_l("Lu à voix haute à qui ne voit pas. Par exemple : Cofinancé par l'Union européenne."),
    )


def _digits(text: str) -> str:
    return re.sub(r"[\s.]", "", text)

"""What an admin types about an offer or a theme."""

from collections.abc import Sequence
from typing import Any

from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shared_services.core.forms import (
    AtMost,
    ChoiceField,
    EmailField,
    Form,
    ListField,
    Optional,
    Required,
    SingleLineField,
    WholeNumberField,
)
from shared_services.core.i18n import _, _l
from shared_services.core.text import normalised

from .models import Theme
from .report_models import REPORT_KINDS, ReportKind, ReportOutcome
from .themes import ThemeFacts


class HasLetters:
    """A name people can say, and that an address can be made of."""

    def __call__(self, _form: Any, field: SingleLineField) -> None:
        if not normalised(field.data or ""):
            raise ValidationError(_("Écrivez un nom avec des lettres."))


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


class ReportForm(Form):
    """What is wrong, in a word or more, and where to answer."""

    kind = ChoiceField(
        _l("Qu'est-ce qui ne va pas ?"),
        choices=[SelectChoice(kind.value, name) for kind, name in REPORT_KINDS.items()],
        validators=[Required()],
    )
    words = TextAreaField(
        _l("Précisez"),
        validators=[AtMost(2000)],
        description=_l("Ce qui est faux, et ce qui serait juste si vous le savez."),
    )
    email = EmailField(
        _l("Votre adresse e-mail"),
        validators=[Optional(), AtMost(254)],
        description=_l("Pour vous dire ce qui a été fait. Sans elle, le signalement compte autant."),
    )

    def validate_words(self, field: TextAreaField) -> None:
        if self.kind.data == ReportKind.OTHER and not field.data:
            raise ValidationError(_("Dites en quelques mots de quoi il s'agit."))


class CloseReportForm(Form):
    """What was done about it."""

    outcome = ChoiceField(
        _l("Qu'avez-vous fait ?"),
        choices=[
            SelectChoice(ReportOutcome.CORRECTED.value, _l("Corrigé, ou en cours de correction")),
            SelectChoice(ReportOutcome.UNJUSTIFIED.value, _l("Rien : l'offre est juste")),
        ],
        validators=[Required()],
    )
    answer = TextAreaField(
        _l("Un mot de réponse"),
        validators=[Optional(), AtMost(2000)],
        description=_l("Envoyé à la personne, si elle a laissé son adresse."),
    )


class ThemeForm(Form):
    """The names of a theme and its place in the list."""

    name_fr = SingleLineField(_l("Nom en français"), validators=[Required(), AtMost(80), HasLetters()])
    name_en = SingleLineField(_l("Nom en anglais"), validators=[Required(), AtMost(80), HasLetters()])
    position = WholeNumberField(
        _l("Place dans la liste"),
        validators=[Optional()],
        description=_l("Un nombre : les plus petits d'abord, puis l'ordre alphabétique."),
        most=9999,
    )

    def facts(self) -> ThemeFacts:
        """What was typed, once valid."""
        return ThemeFacts(
            name_fr=self.name_fr.data or "", name_en=self.name_en.data or "", position=self.position.data or 0
        )


class MergeThemeForm(Form):
    """The theme that takes the offers over."""

    into = ListField(_l("Donner ses offres au thème"), validators=[Required()])

    def __init__(self, others: Sequence[Theme], **kw: Any) -> None:
        super().__init__(**kw)
        self.into.choices = [("", _("Choisir")), *((str(theme.id), theme.name) for theme in others)]

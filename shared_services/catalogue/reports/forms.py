"""What is said about an offer that is no longer true, and what the hub answers."""

from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shared_services.core.forms import AtMost, ChoiceField, EmailField, Form, Optional, Required
from shared_services.core.i18n import _, _l

from .models import REPORT_KINDS, ReportKind, ReportOutcome


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

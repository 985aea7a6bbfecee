"""What a hub changes in a survey, as forms."""

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shared_services.core.forms import (
    AtMost,
    ChoiceField,
    EmailField,
    Form,
    Optional,
    PersonName,
    Required,
    TickField,
    WholeNumberField,
)
from shared_services.core.i18n import _, _l

from ..defaults import QUESTION_KINDS, QuestionKind

MOST_CHOICES = 10
# What a hub may add of its own; objectives are asked by the house's question alone.
OWN_KINDS = [kind for kind in QUESTION_KINDS if kind != QuestionKind.OBJECTIVES]


class WordingForm(Form):
    """The words of a question of the hub's own. `kind` is known when it is only reworded."""

    wording = StringField(_l("Question"), validators=[Required(), AtMost(300)])
    choices = TextAreaField(
        _l("Choix possibles"),
        validators=[Optional(), AtMost(2000)],
        description=_l("Un par ligne. Seulement pour un choix dans une liste."),
    )
    is_required = TickField(_l("Réponse obligatoire"))
    of_kind: QuestionKind | None = None

    def asked_kind(self) -> QuestionKind | None:
        return self.of_kind

    def validate_choices(self, _field: Any) -> None:
        if self.asked_kind() == QuestionKind.CHOICE and not 2 <= len(self.lines()) <= MOST_CHOICES:
            raise ValidationError(_("Écrivez de 2 à %(most)d choix, un par ligne.", most=MOST_CHOICES))

    def lines(self) -> list[str]:
        """The choices as written, once each; none for another kind of question."""
        if self.asked_kind() != QuestionKind.CHOICE:
            return []
        written = (line.strip()[:200] for line in (self.choices.data or "").splitlines())
        return list(dict.fromkeys(line for line in written if line))


class NewQuestionForm(WordingForm):
    """One question more."""

    kind = ChoiceField(
        _l("Réponse attendue"),
        choices=[SelectChoice(kind.value, QUESTION_KINDS[kind]) for kind in OWN_KINDS],
        default=QuestionKind.SCALE.value,
        validators=[Required()],
    )

    def asked_kind(self) -> QuestionKind | None:
        known = {kind.value for kind in OWN_KINDS}
        return QuestionKind(self.kind.data) if self.kind.data in known else None


class RhythmForm(Form):
    """Whether it leaves, and for the cold one how many weeks after."""

    is_active = TickField(_l("Envoyer ce questionnaire"))
    weeks_after = WholeNumberField(
        _l("Nombre de semaines après la session"), validators=[Required()], least=2, most=52
    )


class ContactForm(Form):
    """Somebody who speaks for those who pay."""

    name = StringField(_l("Nom"), validators=[Required(), PersonName(), AtMost(120)])
    email = EmailField(_l("Adresse e-mail"), validators=[Required(), AtMost(254)])

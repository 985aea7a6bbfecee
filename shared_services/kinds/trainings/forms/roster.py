"""What managers type about the people of a session."""

from wtforms import (
    EmailField,
    RadioField,
    SelectField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shared_services.core.forms import (
    AtMost,
    Form,
    Required,
    WholeNumberField,
)
from shared_services.core.i18n import _, _l

from .sessions import MOST_SEATS


class CapacityForm(Form):
    """How many people."""

    capacity = WholeNumberField(_l("Nombre de places"), least=1, most=MOST_SEATS, validators=[Required()])


class ReasonForm(Form):
    """A reason that the people concerned will read."""

    reason = TextAreaField(
        _l("Motif"),
        validators=[Required(), AtMost(500)],
        description=_l("Les personnes concernées reçoivent ce texte."),
    )


class AddPersonForm(Form):
    """Somebody who has an account."""

    email = EmailField(_l("Son adresse e-mail"), validators=[Required(), AtMost(254)])


class MoveForm(ReasonForm):
    """Another date of the same training."""

    to_session = SelectField(_l("Nouvelle date"), coerce=int, validators=[Required()])


class MergeForm(ReasonForm):
    """The date where everybody goes."""

    into = RadioField(_l("Vers quelle date ?"), coerce=int, validators=[Required()])


class SeveralForm(Form):
    """One act on the people ticked in the list; all but an agreement come with a reason."""

    act = RadioField(
        _l("Pour les personnes cochées"),
        validators=[Required()],
        choices=[
            SelectChoice("approve", _l("Accepter leur demande")),
            SelectChoice("refuse", _l("Refuser leur demande")),
            SelectChoice("cancel", _l("Annuler leur place")),
            SelectChoice("move", _l("Les déplacer vers une autre date")),
        ],
    )
    to_session = SelectField(_l("Nouvelle date"), coerce=int, default=0)
    reason = TextAreaField(
        _l("Motif"),
        validators=[AtMost(500)],
        description=_l("Les personnes concernées reçoivent ce texte. Inutile pour accepter."),
    )

    def validate_to_session(self, field: SelectField) -> None:
        if self.act.data == "move" and not field.data:
            raise ValidationError(_("Choisissez la nouvelle date."))

    def validate_reason(self, field: TextAreaField) -> None:
        if self.act.data != "approve" and not field.data:
            raise ValidationError(_("Écrivez pourquoi : les personnes concernées le liront."))

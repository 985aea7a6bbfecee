"""What managers type about the people of a session."""

from wtforms import (
    EmailField,
    RadioField,
    SelectField,
    TextAreaField,
)

from shared_services.core.forms import (
    AtMost,
    Form,
    Required,
    WholeNumberField,
)
from shared_services.core.i18n import _l

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


class ReplaceForm(AddPersonForm, ReasonForm):
    """Somebody else in the same place."""

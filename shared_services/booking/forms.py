"""What people type about a booking."""

from wtforms import SelectField, TextAreaField

from shared_services.core.forms import AtMost, Form, Required
from shared_services.core.i18n import _l


class CancelForm(Form):
    """An optional word to the hub."""

    reason = TextAreaField(_l("Un mot pour le hub"), validators=[AtMost(500)])


class CancelForAnotherForm(Form):
    """A referent says why to the person and to the hub."""

    reason = TextAreaField(_l("Motif"), validators=[Required(), AtMost(500)])


class SwapForm(Form):
    """Who comes instead, and why."""

    person = SelectField(_l("Qui vient à sa place ?"), coerce=int, validators=[Required()])
    reason = TextAreaField(_l("Motif"), validators=[Required(), AtMost(500)])


class AnswerForm(Form):
    """Only the CSRF token: the answer is the button."""

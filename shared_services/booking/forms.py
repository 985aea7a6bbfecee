"""What people type about a booking."""

from wtforms import TextAreaField

from shared_services.core.forms import AtMost, Form
from shared_services.core.i18n import _l


class CancelForm(Form):
    """An optional word to the hub."""

    reason = TextAreaField(_l("Un mot pour le hub"), validators=[AtMost(500)])


class AnswerForm(Form):
    """Only the CSRF token: the answer is the button."""

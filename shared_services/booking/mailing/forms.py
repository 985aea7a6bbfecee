"""What managers write to the people of a date."""

from wtforms import HiddenField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from shared_services.core.forms import AtMost, Form, Required, SingleLineField
from shared_services.core.i18n import _, _l

from ..models import BookingStatus
from ..operations import Words
from .models import LONGEST_BODY, LONGEST_SUBJECT

WRITABLE = {
    BookingStatus.CONFIRMED: _l("Les personnes qui ont une place confirmée"),
    BookingStatus.PENDING: _l("Celles qui attendent votre accord"),
    BookingStatus.OFFERED: _l("Celles à qui une place est proposée"),
    BookingStatus.WAITLISTED: _l("La liste d'attente"),
    BookingStatus.ATTENDED: _l("Les personnes présentes"),
    BookingStatus.NO_SHOW: _l("Les personnes absentes"),
}


class MailingForm(Form):
    """A subject and a text to some of the people of a date; `nonce` makes sure that it leaves once."""

    statuses = SelectMultipleField(
        _l("À qui"),
        validators=[Required()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        choices=[SelectChoice(status.value, name) for status, name in WRITABLE.items()],
        validate_choice=False,
    )
    subject = SingleLineField(_l("Objet"), validators=[Required(), AtMost(LONGEST_SUBJECT)])
    body = TextAreaField(
        _l("Message"),
        validators=[Required(), AtMost(LONGEST_BODY)],
        description=_l("Du texte simple. Les adresses web deviennent des liens."),
    )
    nonce = HiddenField(validators=[Regexp(r"\A[0-9a-f]{32}\Z")])

    def validate_statuses(self, field: SelectMultipleField) -> None:
        if not set(field.data) <= {status.value for status in WRITABLE}:
            raise ValidationError(_("Choisissez dans la liste."))

    def words(self) -> Words:
        """What was typed, once valid."""
        statuses = [BookingStatus(value) for value in self.statuses.data or []]
        return Words(self.subject.data or "", self.body.data or "", statuses)

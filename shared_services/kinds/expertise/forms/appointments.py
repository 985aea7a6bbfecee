"""What people type about an appointment, before and after."""

from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice

from shared_services.core.forms import AtMost, ChoiceField, DayField, Form, Required, WholeNumberField
from shared_services.core.i18n import _l

from ..operations import Outcome


class AppointmentForm(Form):
    """What it is about."""

    topic = TextAreaField(
        _l("De quoi voulez-vous parler ?"),
        validators=[Required(), AtMost(2000)],
        description=_l("Quelques phrases suffisent\u00a0: l'expert les lit avant de vous voir."),
    )


class ReasonForm(Form):
    """A reason that the person will read."""

    reason = TextAreaField(
        _l("Motif"),
        validators=[Required(), AtMost(500)],
        description=_l("La personne reçoit ce texte."),
    )


class PreparationForm(Form):
    """What to bring or read before."""

    preparation = TextAreaField(
        _l("À préparer"),
        validators=[AtMost(2000)],
        description=_l("Documents à apporter, chiffres à avoir sous la main. La personne reçoit ce texte."),
    )


class OutcomeForm(Form):
    """What came out of it."""

    came = ChoiceField(
        _l("La personne est-elle venue ?"),
        choices=[SelectChoice("yes", _l("Oui")), SelectChoice("no", _l("Non"))],
        default="yes",
        validators=[Required()],
    )
    outcome = TextAreaField(_l("Ce qui a été fait"), validators=[AtMost(4000)])
    minutes_spent = WholeNumberField(
        _l("Temps passé, en minutes"), most=1440, description=_l("Préparation et suites comprises.")
    )
    follow_up = TextAreaField(_l("Suites à donner"), validators=[AtMost(2000)])

    def noted(self) -> Outcome:
        """What was typed. Only call it on a valid form."""
        return Outcome(
            came=self.came.data == "yes",
            outcome=self.outcome.data or "",
            minutes_spent=self.minutes_spent.data,
            follow_up=self.follow_up.data or "",
        )


class WishForm(Form):
    """Before which day a slot would still be useful."""

    before = DayField(_l("Me prévenir si un créneau s'ouvre avant le"), validators=[Required()])

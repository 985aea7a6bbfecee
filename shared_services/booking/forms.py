"""What people type about a booking."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from wtforms import Field, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shared_services.accounts.models import Person
from shared_services.core.forms import AtMost, ChoiceField, DayField, Form, Required, SingleLineField
from shared_services.core.i18n import _, _l

LONGEST_PERIOD = timedelta(days=731)


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


class ReviewForm(Form):
    """What the hub should know before it looks again at her absences."""

    appeal = TextAreaField(
        _l("Ce que le hub doit savoir"),
        validators=[Required(), AtMost(2000)],
        description=_l("Ce qui est arrivé ces jours-là. L'équipe du hub lit ce texte."),
    )


class ReviewAnswerForm(Form):
    """Whether those absences still count, and why."""

    decision = ChoiceField(
        _l("Votre décision"),
        choices=[
            SelectChoice("accept", _l("Ne plus compter ces absences")),
            SelectChoice("keep", _l("Continuer de les compter")),
        ],
        validators=[Required()],
    )
    answer = TextAreaField(
        _l("Motif"), validators=[Required(), AtMost(1000)], description=_l("La personne reçoit ce texte.")
    )


class AnswerForm(Form):
    """Only the CSRF token: the answer is the button."""


class PeriodForm(Form):
    """From one day to another, both included, at most two years."""

    since = DayField(_l("Du"), validators=[Required()])
    until = DayField(_l("Au"), validators=[Required()])

    def validate_until(self, field: DayField) -> None:
        if self.since.data and field.data:
            if field.data < self.since.data:
                raise ValidationError(_("La fin est avant le début."))
            if field.data - self.since.data > LONGEST_PERIOD:
                raise ValidationError(_("Deux ans au plus : choisissez une période plus courte."))

    def days(self) -> tuple[date, date]:
        """The first and the last one, once valid."""
        return cast(date, self.since.data), cast(date, self.until.data)


class LeaveForm(Form):
    """Why she leaves, and who takes the referent's part after her; one question a booking is added."""

    reason = SingleLineField(
        _l("Motif"),
        validators=[AtMost(300)],
        description=_l("Par exemple : changement d'employeur. Vos référents et vos hubs le voient."),
    )
    successor = SelectField(_l("Qui devient référent·e après vous ?"), validate_choice=False)

    def validate_successor(self, field: SelectField) -> None:
        known = {str(value) for value, *_name in field.choices or ()}
        if field.data and field.data not in known:
            raise ValidationError(_("Choisissez dans la liste."))


class OneOf:
    """Refuses an answer that is not among those shown."""

    def __call__(self, _form: Any, field: Field) -> None:
        if field.data not in {str(value) for value, *_name in field.choices}:
            raise ValidationError(_("Choisissez une des réponses."))


def leave_form(
    questions: Sequence[tuple[int, str, list[tuple[str, str]]]], successors: Sequence[Person]
) -> LeaveForm:
    """The form of one leaving: for each booking id its question and the answers she may give."""
    fields = {
        f"booking_{booking_id}": RadioField(
            question,
            choices=[SelectChoice(value, words) for value, words in answers],
            validate_choice=False,
            validators=[Required(), OneOf()],
        )
        for booking_id, question, answers in questions
    }
    form: LeaveForm = type("LeaveFormOfBookings", (LeaveForm,), fields)()
    if successors:
        empty = SelectChoice("", str(_("Choisir")))
        form.successor.choices = [empty, *(SelectChoice(str(p.id), p.name) for p in successors)]
        form.successor.validators = [Required()]
        form.successor.flags.required = True
    else:
        del form.successor
    return form

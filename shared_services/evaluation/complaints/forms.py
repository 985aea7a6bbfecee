"""A complaint, the answer to it, and an improvement action as forms."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from shared_services.core.forms import (
    AtMost,
    ChoiceField,
    DayField,
    EmailField,
    Form,
    Optional,
    PersonName,
    PhoneField,
    Required,
)
from shared_services.core.i18n import _l

from .models import COMPLAINT_OUTCOMES
from .operations import Caller, Filed, Plan

ABOUT = ("offer", "booking")


class ComplaintForm(Form):
    """What happened at a hub. `about` is filled with what she booked there."""

    about = SelectField(_l("À propos de"), validators=[Optional()])
    subject = StringField(_l("En une phrase"), validators=[Required(), AtMost(160)])
    what_happened = TextAreaField(
        _l("Ce qui s'est passé"),
        validators=[Required(), AtMost(5000)],
        description=_l("Où, quand, avec qui : ce qui aide à comprendre."),
    )
    wish = TextAreaField(_l("Ce que vous souhaitez"), validators=[Optional(), AtMost(2000)])

    def offer_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        nothing = ("", str(_l("Le hub en général")))
        self.about.choices = [SelectChoice(value, words) for value, words in (nothing, *choices)]

    def filed(self) -> Filed:
        """Only call it on a valid form."""
        kind, _dash, number = ((self.about.data if self.about else "") or "").partition("-")
        about: dict[str, Any] = {f"{kind}_id": int(number)} if kind in ABOUT else {}
        return Filed(
            subject=self.subject.data or "",
            what_happened=self.what_happened.data or "",
            wish=self.wish.data or "",
            **about,
        )


class CallerForm(ComplaintForm):
    """The same, told by telephone or on paper."""

    wish = TextAreaField(_l("Ce que la personne souhaite"), validators=[Optional(), AtMost(2000)])
    name = StringField(_l("Nom de la personne"), validators=[Required(), PersonName(), AtMost(120)])
    email = EmailField(
        _l("Son adresse e-mail"),
        validators=[Optional(), AtMost(254)],
        description=_l("Elle y reçoit la référence, puis votre réponse."),
    )
    phone = PhoneField(_l("Son téléphone"), validators=[Optional()])

    def caller(self) -> Caller:
        """Only call it on a valid form."""
        return Caller(name=self.name.data or "", email=self.email.data or "", phone=self.phone.data or "")


class ReplyForm(Form):
    """The hub's answer, sent to the person."""

    words = TextAreaField(
        _l("Votre réponse"),
        validators=[Required(), AtMost(5000)],
        description=_l("La personne la reçoit par message, telle quelle."),
    )


class CloseForm(Form):
    outcome = ChoiceField(
        _l("Ce qu'il en est"),
        choices=[SelectChoice(outcome.value, name) for outcome, name in COMPLAINT_OUTCOMES.items()],
        validators=[Required()],
    )


class ActionForm(Form):
    """What the hub undertakes; what it cites comes beside."""

    what = StringField(_l("Ce que nous allons faire"), validators=[Required(), AtMost(200)])
    why = TextAreaField(_l("Pourquoi"), validators=[Optional(), AtMost(3000)])
    who = StringField(_l("Qui s'en charge"), validators=[Optional(), AtMost(120)])
    due_on = DayField(_l("Pour quand"), validators=[Optional()])
    done_on = DayField(
        _l("Fait le"), validators=[Optional()], description=_l("Laissez vide tant que ce n'est pas fait.")
    )
    effect = TextAreaField(
        _l("Effet constaté"),
        validators=[Optional(), AtMost(3000)],
        description=_l("Ce qui a changé, chiffres à l'appui si vous en avez."),
    )

    def plan(self) -> Plan:
        """Only call it on a valid form."""
        return Plan(
            what=self.what.data or "",
            why=self.why.data or "",
            who=self.who.data or "",
            due_on=self.due_on.data,
            done_on=self.done_on.data,
            effect=self.effect.data or "",
        )

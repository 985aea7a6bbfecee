"""What managers type about their rules of lending, and what is said about a suspension."""

from typing import Any

from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice

from shared_services.core.forms import AtMost, ChoiceField, Form, Optional, Required, WholeNumberField
from shared_services.core.i18n import _l

from ..loans.models import LendingRules

LIFT, KEEP = "lift", "keep"


class LendingRulesForm(Form):
    """How many visits a day, and how late is too late; empty: no such rule."""

    visits_a_day = WholeNumberField(
        _l("Retraits et retours par jour, au plus"),
        least=1,
        most=1000,
        validators=[Optional()],
        description=_l("Un prêt compte un retrait et un retour. Laissez vide s'il n'y a pas de limite."),
    )
    late_days = WholeNumberField(
        _l("Jours de retard acceptés avant de suspendre"),
        most=365,
        description=_l(
            "Au-delà, la personne ne réserve plus d'outil du hub tant que tout n'est pas revenu. "
            "Laissez vide pour ne jamais suspendre."
        ),
    )

    @staticmethod
    def filled_with(rules: LendingRules | None) -> dict[str, Any]:
        if rules is None:
            return {}
        return {"visits_a_day": rules.visits_a_day, "late_days": rules.late_days}


class AppealForm(Form):
    """What the hub should know before it looks again."""

    appeal = TextAreaField(
        _l("Ce que le hub doit savoir"),
        validators=[Required(), AtMost(2000)],
        description=_l("Ce qui est arrivé, et quand le matériel sera rendu. L'équipe du hub lit ce texte."),
    )


class AnswerForm(Form):
    """Lifted or kept, and why."""

    decision = ChoiceField(
        _l("Votre décision"),
        choices=[
            SelectChoice(LIFT, _l("Lever la suspension")),
            SelectChoice(KEEP, _l("Maintenir la suspension")),
        ],
        validators=[Required()],
    )
    answer = TextAreaField(
        _l("Motif"), validators=[Required(), AtMost(1000)], description=_l("La personne reçoit ce texte.")
    )

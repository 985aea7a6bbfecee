"""What a referent answers when she books for others."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from shared_services.accounts.models import Person
from shared_services.core.forms import ChecksField, Form, Required, TickField
from shared_services.core.i18n import _l


class ColleaguesForm(Form):
    """Who, and what to do when there are too few seats for all."""

    people = ChecksField(_l("Qui vient ?"), coerce=int, validators=[Required()])
    mode = RadioField(
        _l("S'il n'y a pas assez de places"),
        choices=[
            SelectChoice("possible", _l("Réserver autant de places que possible")),
            SelectChoice("together", _l("Tout le groupe ou personne")),
        ],
        default="possible",
        validators=[Required()],
    )
    waits = TickField(_l("Mettre les autres sur la liste d'attente"), default=True)

    def __init__(self, people: Sequence[Person], **given: Any) -> None:
        super().__init__(**given)
        self.people.choices = [SelectChoice(person.id, person.name) for person in people]

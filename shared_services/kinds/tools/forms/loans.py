"""What people type about a loan."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from shared_services.core.errors import DomainError
from shared_services.core.forms import (
    AtMost,
    DayField,
    Form,
    Optional,
    Required,
    SingleLineField,
    TickField,
    WholeNumberField,
)
from shared_services.core.i18n import _l
from shared_services.core.pictures import Picture, clean_picture

from ..loans.models import LoanUnit
from ..operations import Return

MOST_SIDE = 1600


class LoanForm(Form):
    """From a day to another, so many."""

    first = DayField(_l("Retrait le"), validators=[Required()])
    last = DayField(_l("Retour le"), validators=[Required()])
    units = WholeNumberField(
        _l("Combien d'exemplaires"), least=1, most=1000, validators=[Required()], default=1
    )


class ReasonForm(Form):
    """A reason that the borrower will read."""

    reason = TextAreaField(
        _l("Motif"),
        validators=[Required(), AtMost(500)],
        description=_l("La personne reçoit ce texte."),
    )


class PhotoForm(Form):
    """A photo of the units; once the form is valid, `picture` is what is kept of it."""

    photo = FileField(
        _l("Photo"),
        validators=[Optional()],
        render_kw={"accept": "image/png,image/jpeg,image/webp"},
        description=_l("Pour garder trace de l'état. PNG, JPEG ou WebP, 5 Mo au plus."),
    )
    picture: Picture | None = None

    def validate_photo(self, field: FileField) -> None:
        try:
            self.picture = clean_picture(field.data.read(), most_side=MOST_SIDE) if field.data else None
        except DomainError as error:
            raise ValidationError(str(error)) from None


class HandOverForm(PhotoForm):
    """What leaves: labels typed or scanned, one a line."""

    labels = TextAreaField(
        _l("Étiquettes remises"),
        validators=[Required(), AtMost(2000)],
        description=_l("Une par ligne, tapées ou lues par une douchette."),
    )
    state = SingleLineField(
        _l("État au départ"), validators=[AtMost(200)], description=_l("Par exemple : complet, une rayure.")
    )

    def wanted(self) -> list[str]:
        """The labels, one a line or between commas."""
        return [label for line in (self.labels.data or "").splitlines() for label in line.split(",")]


class ExtendForm(Form):
    """How much longer it is kept."""

    last = DayField(_l("Nouveau jour de retour"), validators=[Required()])


class ReturnForm(PhotoForm):
    """What is back, unit by unit; the rows are those that are out, see `of`."""

    @classmethod
    def of(cls, units: Sequence[LoanUnit], **given: Any) -> "ReturnForm":
        """A form with the rows of those units."""
        fields: dict[str, Any] = {}
        for one in units:
            fields[f"back_{one.unit_id}"] = TickField(one.unit.label)
            fields[f"broken_{one.unit_id}"] = TickField(_l("À réparer"))
            fields[f"state_{one.unit_id}"] = SingleLineField(_l("État au retour"), validators=[AtMost(200)])
            fields[f"missing_{one.unit_id}"] = SingleLineField(_l("Ce qui manque"), validators=[AtMost(500)])
        made: type[ReturnForm] = type("LoanReturnForm", (cls,), {**fields, "units": units})
        return made(**given)

    units: Sequence[LoanUnit] = ()

    def rows(self) -> list[tuple[LoanUnit, Any, Any, Any, Any]]:
        """Each unit with its four fields."""
        names = ("back", "broken", "state", "missing")
        return [(one, *(self[f"{name}_{one.unit_id}"] for name in names)) for one in self.units]

    def returns(self) -> dict[int, Return]:
        """What was noted of those that are ticked. Only call it on a valid form."""
        return {
            one.unit_id: Return(
                state=state.data or "", missing=missing.data or "", is_broken=bool(broken.data)
            )
            for one, back, broken, state, missing in self.rows()
            if back.data
        }

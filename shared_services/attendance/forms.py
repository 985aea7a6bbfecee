"""What the trainer sends of one half day: one row a person, in one go."""

from collections.abc import Sequence
from typing import Any, cast

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError

from shared_services.accounts.tokens import new_token
from shared_services.core.errors import DomainError
from shared_services.core.forms import (
    AtMost,
    Form,
    Optional,
    Required,
    SingleLineField,
    TickField,
    WholeNumberField,
)
from shared_services.core.i18n import _, _l
from shared_services.kinds.trainings.forms import AddPersonForm, ReasonForm

from .drawing import Drawing, read_drawing
from .models import Way, What
from .operations import Sending, Tick
from .pages import Cell, Line
from .scanning import ScannedPage, read_page

KEY_LENGTH = 40
LONGEST_MINUTES = 600
CHOICES = (
    (What.PRESENT, _l("Présence")),
    (What.ABSENT, _l("Absence")),
    (What.EXCUSED, _l("Absence excusée")),
)
ALL_THE_REST = (What.PRESENT.value, What.ABSENT.value)


class SignForm(Form):
    """Her one button; `drawing` is what a page with JavaScript adds, `drawn` what is kept of it."""

    drawing = HiddenField()
    drawn: Drawing | None = None

    def validate_drawing(self, field: HiddenField) -> None:
        try:
            self.drawn = read_drawing(field.data or "")
        except DomainError as error:
            raise ValidationError(str(error)) from None


class SubstituteForm(Form):
    """Which colleague came in her place."""

    person = SelectField(_l("Qui vient à sa place\u00a0?"), coerce=int, validators=[Required()])


class InAdvanceForm(AddPersonForm, ReasonForm):
    """Who comes instead, before the day."""


class ScanForm(Form):
    """One file a page, or a PDF of all; once the form is valid, `kept` is what is kept of them."""

    pages = MultipleFileField(
        _l("Photos ou PDF"),
        validators=[Required()],
        render_kw={"accept": "application/pdf,image/jpeg,image/png,image/webp"},
        description=_l(
            "PDF, JPEG ou PNG, 10 Mo au plus chacun, 25 Mo à chaque envoi. Choisissez plusieurs photos à la "
            "fois, ou ajoutez-en d'autres ensuite."
        ),
    )
    kept: list[ScannedPage]

    def validate_pages(self, field: MultipleFileField) -> None:
        self.kept, wrong = [], []
        for upload in field.data or ():
            try:
                self.kept.append(read_page(upload.read()))
            except DomainError as error:
                wrong.append(f"{upload.filename}\u00a0: {_uncapped(str(error))}")
        if wrong:
            raise ValidationError(" ".join(wrong))


def _uncapped(sentence: str) -> str:
    """After the name of a file."""
    return sentence[:1].lower() + sentence[1:]


class WhatField(RadioField):
    """One of the three, or nothing yet."""

    def pre_validate(self, form: Any) -> None:
        if self.data and self.data not in [value for value, *_rest in self.iter_choices()]:
            raise StopValidation(_("Choisissez une réponse."))


class RollCallForm(Form):
    """The fields of everybody are added by `roll_call_form`. `seen` and `key` come back as they were sent."""

    seen = HiddenField()
    key = HiddenField()
    from_paper = TickField(_l("Je recopie une feuille papier signée"))

    def sending(self, lines: Sequence[Line], *, rest: str = "") -> Sending:
        """What is said of each person; `rest` is what the button says of those nothing is said of."""
        rest = rest if rest in ALL_THE_REST else ""
        ticks = [self._tick(line.booking.id, rest) for line in lines if self._what(line.booking.id, rest)]
        correction = self["correction"].data if "correction" in self else ""
        return Sending(
            ticks=tuple(ticks),
            seen=int(self.seen.data) if (self.seen.data or "").isdecimal() else 0,
            key=(self.key.data or "")[:KEY_LENGTH],
            way=Way.PAPER if self.from_paper.data else Way.TICKED,
            correction=correction,
        )

    def _what(self, booking_id: int, rest: str) -> str:
        return self[f"what-{booking_id}"].data or rest

    def _tick(self, booking_id: int, rest: str) -> Tick:
        return Tick(
            booking_id,
            What(self._what(booking_id, rest)),
            late=self[f"late-{booking_id}"].data or 0,
            early=self[f"early-{booking_id}"].data or 0,
            reason=self[f"reason-{booking_id}"].data or "",
        )


def roll_call_form(
    lines: Sequence[Line], index: int, *, seen: int, is_closed: bool, **given: Any
) -> RollCallForm:
    """The form of the half day number `index`, filled with what the sheet says; a closed one asks why."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"seen": str(seen), "key": new_token()[:KEY_LENGTH]}
    for line in lines:
        fields |= _fields(line.booking.id)
        data |= _values(line.booking.id, line.cells[index])
    if is_closed:
        fields["correction"] = TextAreaField(_l("Motif de la correction"), [Required(), AtMost(300)])
    form_class = type("RollCallForm", (RollCallForm,), fields)
    return cast(RollCallForm, form_class(data=data, **given))


def _fields(booking_id: int) -> dict[str, Any]:
    return {
        f"what-{booking_id}": WhatField(
            _l("Dans cette demi-journée"),
            choices=[SelectChoice(what.value, words) for what, words in CHOICES],
        ),
        f"late-{booking_id}": WholeNumberField(
            _l("Retard, en minutes"), most=LONGEST_MINUTES, validators=[Optional()]
        ),
        f"early-{booking_id}": WholeNumberField(
            _l("Départ avant la fin, en minutes"), most=LONGEST_MINUTES, validators=[Optional()]
        ),
        f"reason-{booking_id}": SingleLineField(_l("Motif"), [AtMost(300)]),
    }


def _values(booking_id: int, cell: Cell) -> dict[str, Any]:
    entry = cell.entry
    return {
        f"what-{booking_id}": entry.what.value if entry else None,
        f"late-{booking_id}": entry.arrived_late_minutes or None if entry else None,
        f"early-{booking_id}": entry.left_early_minutes or None if entry else None,
        f"reason-{booking_id}": entry.reason if entry else "",
    }

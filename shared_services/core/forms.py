"""Forms: the base class with its CSRF token, and fields that read what French people type."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import (
    BooleanField,
    Field,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms import Form as PlainForm
from wtforms.fields.core import UnboundField
from wtforms.meta import DefaultMeta
from wtforms.validators import Length, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, DateInput, EmailInput, ListWidget, TelInput, TextInput

from .contacts import clean_email, clean_phone
from .i18n import _, _l
from .relative_dates import Before, read_before

_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_HOUR = re.compile(r"(\d{1,2})(?:\s*(?:h|:)\s*(\d{2})?)?(?::00)?", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NEW_LINE = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


class _Words(DefaultMeta):
    """Tidy text, and the sentences of the house where the library has its own."""

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        # The unbound field is shared by all the forms of its class: bind a copy.
        own = _in_our_words(unbound_field.field_class, dict(unbound_field.kwargs))
        return UnboundField(unbound_field.field_class, *unbound_field.args, **own).bind(form=form, **options)


class Form(FlaskForm):
    """Base of every form. Text comes in stripped, without control characters; what was never among the
    choices of a field is told in the words of the house.
    """

    class Meta(_Words, FlaskForm.Meta):
        pass

    def refuse(self, field_name: str, sentence: str) -> None:
        """Put a sentence beside the field that caused it; an unknown name puts it above the form.

        Call it after `validate()`, which starts by forgetting what was refused before.
        """
        if field_name in self._fields:
            field = self._fields[field_name]
            field.errors = [*field.errors, sentence]
        else:
            self.form_errors.append(sentence)


class RowForm(PlainForm):
    """Base of a form that is one row of another, which carries the token."""

    Meta = _Words


def _in_our_words(field: type[Field], given: dict[str, Any]) -> dict[str, Any]:
    """What every field of its class is given besides: tidy text, one sentence for what is not in a list."""
    if issubclass(field, StringField) and not issubclass(field, PasswordField):
        return given | {"filters": [_tidy, *given.get("filters", [])]}
    if issubclass(field, (SelectField, SelectMultipleField)):
        sentence = _l("Choisissez dans la liste.")
        return {"invalid_value_message": sentence, "invalid_choice_message": sentence} | given
    return given


def _tidy(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return _CONTROL.sub("", _NEW_LINE.sub("\n", value)).strip()


class Required:
    """Refuses an empty answer, with the sentence of the house. Spaces alone are empty.

    An answer that could not be read has its own sentence already, and gets no second one.
    """

    field_flags = {"required": True}

    def __call__(self, _form: Any, field: Field) -> None:
        if field.errors:
            raise StopValidation
        if field.data in (None, [], "") or (isinstance(field.data, str) and not field.data.strip()):
            raise StopValidation(_("Ce champ est à remplir."))


class Optional:
    """Accepts an empty answer and asks nothing more about it; what could not be read stays refused."""

    def __call__(self, _form: Any, field: Field) -> None:
        if field.errors or not field.data:
            raise StopValidation


class PersonName:
    """The name of a person: letters of any alphabet, spaces, hyphens, apostrophes, full stops.

    Neither digits nor addresses: a name is written in mails, and nobody may have us mail a link.
    """

    _between = frozenset(" -'’.·")

    def __call__(self, _form: Any, field: Field) -> None:
        text = field.data or ""
        kinds = [unicodedata.category(sign)[0] for sign in text]
        if "L" not in kinds or any(
            kind not in "LM" and sign not in self._between for sign, kind in zip(text, kinds, strict=True)
        ):
            raise ValidationError(_("Écrivez un nom avec des lettres, des espaces, des traits d'union."))


class EmailAddress:
    """An address that mail can reach as it is written: ASCII before the @, a real domain after it."""

    def __call__(self, _form: Any, field: Field) -> None:
        if clean_email(field.data or "") is None:
            raise ValidationError(_("Écrivez une adresse e-mail complète, par exemple prenom@exemple.fr."))


class AtMost(Length):
    """At most `most` characters, counted and said."""

    def __init__(self, most: int) -> None:
        super().__init__(max=most, message=_l("%(max)d caractères au plus : raccourcissez ce texte."))


class TypedField(Field):
    """A field whose raw text stays on the page when it cannot be read."""

    sentence: Any = ""

    def _value(self) -> str:
        if self.raw_data:
            return str(_tidy(self.raw_data[0]))
        return self.shown(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = _tidy(valuelist[0]) if valuelist else ""
        self.data = self.read(_SPACES.sub(" ", text)) if text else None
        if text and self.data is None:
            raise ValueError(str(self.sentence))

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def shown(self, value: Any) -> str:
        return str(value)


class TickField(BooleanField):
    """One box to tick. What was sent for it never comes back on the page, ticked or not."""

    def _value(self) -> str:
        return "y"


class ChoiceField(RadioField):
    """One answer among some; none, or one that was never proposed, is told in the words of the house."""

    def pre_validate(self, form: Any) -> None:
        if self.data not in [value for value, *_rest in self.iter_choices()]:
            raise StopValidation(_("Choisissez une réponse."))


class ChecksField(SelectMultipleField):
    """Boxes to tick, as many as wanted."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class DayField(TypedField):
    """A date, typed 31/12/2026 or chosen as 2026-12-31; `data` is a `date`."""

    widget = DateInput()
    sentence = _l("Cette date n'existe pas. Écrivez par exemple 31/12/2026.")

    def read(self, text: str) -> date | None:
        if match := _DAY_FIRST.fullmatch(text):
            day, month, year = (int(part) for part in match.groups())
        elif match := _YEAR_FIRST.fullmatch(text):
            year, month, day = (int(part) for part in match.groups())
        else:
            return None
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            return None
        try:
            return date(year, month, day)
        except ValueError:
            return None

    def _value(self) -> str:
        # A date input shows one notation only; anything else would look empty in it.
        return self.shown(self.data) if self.data is not None else super()._value()

    def shown(self, value: date) -> str:
        return value.isoformat()


class HourField(TypedField):
    """An hour of the day, typed 9h30, 9 h 30, 09:30 or 9h; `data` is a `time`."""

    widget = TextInput()
    sentence = _l("Cette heure n'existe pas. Écrivez par exemple 9 h 30.")

    def read(self, text: str) -> time | None:
        match = _HOUR.fullmatch(text)
        if not match:
            return None
        hour, minute = int(match[1]), int(match[2] or 0)
        return time(hour, minute) if hour < 24 and minute < 60 else None

    def shown(self, value: time) -> str:
        return f"{value:%H:%M}"


class WithSuggestions(TextInput):
    """A line of text with a few answers to choose from; any other can be typed."""

    def __call__(self, field: Any, **given: Any) -> Markup:
        options = Markup().join(Markup('<option value="{}">').format(one) for one in field.suggestions)
        line: Markup = super().__call__(field, list=f"{field.id}-list", **given)
        return line + Markup('<datalist id="{}-list">{}</datalist>').format(field.id, options)


class BeforeField(TypedField):
    """How long before a start, typed or chosen among `suggestions`; `data` is a `Before`."""

    widget = WithSuggestions()
    suggestions = tuple(Before(days) for days in (28, 14, 7, 1))
    sentence = _l("Écrivez un nombre de jours, par exemple 14, ou 14 jours avant, à 18 h.")

    def read(self, text: str) -> Before | None:
        return read_before(text)


class WholeNumberField(TypedField):
    """A whole number; `data` is an `int` between `least` and `most`."""

    widget = TextInput()
    sentence = _l("Écrivez un nombre entier.")

    def __init__(self, *args: Any, least: int = 0, most: int = 100_000, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least, self.most = least, most
        self.render_kw: dict[str, Any] = {"inputmode": "numeric", **kwargs.get("render_kw", {})}

    def read(self, text: str) -> int | None:
        return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and not self.least <= self.data <= self.most:
            raise ValidationError(
                _(
                    "Écrivez un nombre entre %(least)d et %(most)d.",
                    least=self.least,
                    most=self.most,
                )
            )


class EurosField(TypedField):
    """An amount typed in euros, `12`, `12,50` or `12.50 €`; `data` is an `int` in cents."""

    widget = TextInput()
    sentence = _l("Écrivez un montant en euros, par exemple 45 ou 12,50.")
    most_cents = 10_000_000

    def read(self, text: str) -> int | None:
        plain = text.replace("€", "").replace(" ", "").replace(",", ".")
        try:
            cents = Decimal(plain) * 100 if re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,2})?", plain) else None
        except InvalidOperation:
            return None
        return int(cents) if cents is not None and cents <= self.most_cents else None

    def shown(self, value: int) -> str:
        return f"{value // 100},{value % 100:02d}" if value % 100 else str(value // 100)


class SingleLineField(StringField):
    """Text on one line; spaces, tabs and line ends inside it count as one space."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = _SPACES.sub(" ", valuelist[0]).strip()


class EmailField(SingleLineField):
    """An e-mail address; `data` is in lower case, as it is stored."""

    widget = EmailInput()

    def __init__(self, label: Any = None, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, [*validators, EmailAddress()], **kwargs)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if self.data and not self.errors:
            self.data = clean_email(self.data) or self.data


class PhoneField(TypedField):
    """A French telephone number, overseas included; `data` is written `+33 6 12 34 56 78`."""

    widget = TelInput()
    sentence = _l("Écrivez un numéro de téléphone français, par exemple 06 12 34 56 78 ou +262 692 12 34 56.")

    def read(self, text: str) -> str | None:
        return clean_phone(text)

"""Fields that read what French people type."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from markupsafe import Markup
from wtforms import Field, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput, EmailInput, TelInput, TextInput

from ..contacts import clean_email, clean_phone
from ..i18n import _, _l
from ..relative_dates import Before, read_before
from .base import tidy
from .checks import EmailAddress

_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_HOUR = re.compile(r"(\d{1,2})(?:\s*(?:h|:)\s*(\d{2})?)?(?::00)?", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


class TypedField(Field):
    """A field whose raw text stays on the page when it cannot be read."""

    sentence: Any = ""

    def _value(self) -> str:
        if self.raw_data:
            return str(tidy(self.raw_data[0]))
        return self.shown(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = tidy(valuelist[0]) if valuelist else ""
        self.data = self.read(_SPACES.sub(" ", text)) if text else None
        if text and self.data is None:
            raise ValueError(str(self.sentence))

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def shown(self, value: Any) -> str:
        return str(value)


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

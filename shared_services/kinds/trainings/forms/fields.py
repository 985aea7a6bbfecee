"""Fields that only trainings have."""

import re
from typing import Any

from wtforms.widgets import TextInput

from shared_services.core.forms import (
    TypedField,
)
from shared_services.core.i18n import _l

_DURATION = re.compile(r"(\d{1,3})(?:[.,](\d{1,2})|\s*(?:h|:)\s*(\d{2})?|)\s*(?:heures?)?", re.IGNORECASE)


class DurationField(TypedField):
    """A duration typed 7, 3 h 30, 3h30, 3:30 or 3,5; `data` is an `int` in minutes."""

    widget = TextInput()
    sentence = _l("Écrivez une durée en heures, par exemple 7 ou 3 h 30.")
    most_minutes = 500 * 60

    def read(self, text: str) -> int | None:
        match = _DURATION.fullmatch(text.replace("\u00a0", " "))
        if not match:
            return None
        hours, decimals, minutes = match.groups()
        if minutes and int(minutes) > 59:
            return None
        total = int(hours) * 60 + int(minutes or 0)
        if decimals:
            total += round(float(f"0.{decimals}") * 60)
        return total if 0 < total <= self.most_minutes else None

    def shown(self, value: int) -> str:
        return f"{value // 60} h {value % 60:02d}" if value % 60 else str(value // 60)


class Wanted:
    """Says that a field is to fill in; whether it may stay empty depends on its row."""

    field_flags = {"required": True}

    def __call__(self, _form: Any, _field: Any) -> None:
        pass


def say(field: Any, sentence: str) -> None:
    """Put a sentence beside a field."""
    field.errors = [*field.errors, sentence]

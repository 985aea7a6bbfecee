"""Forms: the base class with its CSRF token, checks, and fields that read what French people type."""

from .base import Form, RowForm
from .checks import AtMost, EmailAddress, HasWords, Optional, PersonName, Required
from .choices import ChecksField, ChoiceField, GoodForField, ListField, TickField
from .typed import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    BeforeField,
    DayField,
    EmailField,
    EurosField,
    HourField,
    PhoneField,
    SingleLineField,
    TypedField,
    WholeNumberField,
    WithSuggestions,
)

__all__ = [
    "EARLIEST_YEAR",
    "LATEST_YEAR",
    "AtMost",
    "BeforeField",
    "ChecksField",
    "ChoiceField",
    "DayField",
    "EmailAddress",
    "EmailField",
    "EurosField",
    "Form",
    "GoodForField",
    "HasWords",
    "HourField",
    "ListField",
    "Optional",
    "PersonName",
    "PhoneField",
    "Required",
    "RowForm",
    "SingleLineField",
    "TickField",
    "TypedField",
    "WholeNumberField",
    "WithSuggestions",
]

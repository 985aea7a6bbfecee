"""What the variable parts of an address may be; anything else is an address that does not exist.

A number past what a row's id can be, or a control character, would otherwise reach the database,
which refuses them with an error of its own.
"""

import unicodedata

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

GREATEST_ID = 2**31 - 1


class RowIdConverter(IntegerConverter):
    """A number that can be the id of a row."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=GREATEST_ID)


class PlainTextConverter(UnicodeConverter):
    """Text without control characters."""

    def to_python(self, value: str) -> str:
        if any(unicodedata.category(sign) == "Cc" for sign in value):
            raise ValidationError
        return str(super().to_python(value))


def init_routing(app: Flask) -> None:
    """Call it before any blueprint is registered: rules keep the converters they were made with."""
    app.url_map.converters.update(
        {"int": RowIdConverter, "string": PlainTextConverter, "default": PlainTextConverter}
    )

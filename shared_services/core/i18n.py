"""Sentences in the reader's language. The source sentences are French."""

import flask_babel
from flask_babel import force_locale, get_locale
from flask_babel.speaklater import LazyString

LANGUAGES = {"fr": "Français", "en": "English"}
DEFAULT_LANGUAGE = "fr"

_l = flask_babel.lazy_gettext


def _(sentence: str, /, **facts: object) -> str:
    """The sentence now, in the reader's language, with its `%(name)s` filled."""
    return str(flask_babel.gettext(sentence, **facts))


def ngettext(one: str, many: str, num: int, /, **facts: object) -> str:
    """The sentence for that number, which fills `%(num)d`."""
    return str(flask_babel.ngettext(one, many, num, **facts))


__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "LazyString",
    "_",
    "_l",
    "force_locale",
    "get_locale",
    "ngettext",
]

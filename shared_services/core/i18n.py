"""Sentences in the reader's language. The source sentences are French."""

from flask_babel import force_locale, get_locale, gettext, lazy_gettext, ngettext
from flask_babel.speaklater import LazyString

LANGUAGES = {"fr": "Français", "en": "English"}
DEFAULT_LANGUAGE = "fr"

_ = gettext
_l = lazy_gettext

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

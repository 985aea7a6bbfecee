"""What an answer must be to be taken."""

from __future__ import annotations

import unicodedata
from typing import Any

from wtforms import Field
from wtforms.validators import Length, StopValidation, ValidationError

from ..contacts import clean_email
from ..i18n import _, _l
from ..text import normalised


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


class HasWords:
    """A name people can say and search, and that an address can be made of: one plain letter or digit."""

    def __call__(self, _form: Any, field: Field) -> None:
        if not normalised(field.data or ""):
            raise ValidationError(_("Écrivez un nom avec des lettres."))


class EmailAddress:
    """An address that mail can reach as it is written: ASCII before the @, a real domain after it."""

    def __call__(self, _form: Any, field: Field) -> None:
        if clean_email(field.data or "") is None:
            raise ValidationError(_("Écrivez une adresse e-mail complète, par exemple prenom@exemple.fr."))


class AtMost(Length):
    """At most `most` characters, counted and said."""

    def __init__(self, most: int) -> None:
        super().__init__(max=most, message=_l("%(max)d caractères au plus : raccourcissez ce texte."))
